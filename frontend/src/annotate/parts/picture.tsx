import { Minus, Move, Plus, Tag } from "lucide-react";
import { type CSSProperties, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Choice, choicesOf, finder, isShapeChoice, nameOf } from "../core/choices";
import { type Difference, difference } from "../core/diff";
import {
  type Answer,
  isMark,
  type Mark,
  type Rect,
  readAnswer,
  readSchema,
  type Size,
} from "../core/doc";
import { hasShape, isShape, loadShapes, shapeOf } from "../core/shapes";
import { spanOf } from "../image/arrows";
import { type Link, linksOf } from "../image/links";
import { type Pin, pinAt } from "./pins";
import { signed } from "./saying";
import { paint } from "./swatch";
import "../annotate.css";

export type PictureProps = {
  picture: Size & { url: string; name?: string };
  /** The API's JSON. Without a schema, classes have one colour and their ids for names. */
  schema?: unknown;
  answer?: unknown;
  /** An earlier answer that this one is held against. */
  before?: unknown;
  pins?: readonly Pin[];
  onPin?: (index: number) => void;
  className?: string;
  style?: CSSProperties;
};

type Look = "rest" | "faint" | "sel" | "was";

/** A picture with what was drawn on it, to look at: no engine, no keys. */
export function Picture({
  picture,
  schema,
  answer: json,
  before,
  pins = [],
  onPin,
  className = "",
  style,
}: PictureProps) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useMemo(() => readAnswer(json), [json]);
  const diff = useMemo(
    () => (before == null ? null : difference(readAnswer(before), answer)),
    [before, answer],
  );
  const choiceOf = useMemo(
    () => finder(schema === undefined ? [] : choicesOf(readSchema(schema))),
    [schema],
  );
  useShapes(answer, diff);
  const marks = answer.annotations.filter(isMark);
  const added = new Set(diff?.added.map((one) => one.id));
  const changed = new Map(diff?.changed.map((one) => [one.after.id, one]));
  const look = (mark: Mark): Look =>
    diff === null ? "rest" : added.has(mark.id) || changed.has(mark.id) ? "sel" : "faint";
  const left = (x: number) => `${(x / picture.width) * 100}%`;
  const top = (y: number) => `${(y / picture.height) * 100}%`;
  const name = picture.name ?? t("picture");
  const tagged = (mark: Mark, choice: Choice | undefined) => {
    const word = choice === undefined ? mark.class : nameOf(choice.class, i18n.language);
    if (added.has(mark.id)) return { icon: Plus, word };
    const change = changed.get(mark.id);
    if (change !== undefined) return { icon: change.moved ? Move : Tag, word };
    return { icon: null, word: choice?.key ?? word };
  };
  const gone = [
    ...(diff?.removed ?? []),
    ...(diff?.changed ?? []).filter((one) => one.moved).map((one) => one.before),
  ].filter(isMark);
  return (
    <div
      className={`photo an-photo ${className}`}
      style={{ aspectRatio: `${picture.width} / ${picture.height}`, ...style }}
    >
      <img src={picture.url} alt={name} decoding="async" />
      <svg
        className="ann"
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("picture_of", { name, n: marks.length })}
      >
        {marks.map((mark) => (
          <Outline key={mark.id} mark={mark} choice={choiceOf(mark)} look={look(mark)} />
        ))}
        {gone.map((mark) => (
          <Outline key={`was ${mark.id}`} mark={mark} choice={choiceOf(mark)} look="was" />
        ))}
        {linksOf(answer, marks, []).map((link) => (
          <Arrow key={link.relation.id} link={link} choice={choiceOf(link.relation)} />
        ))}
      </svg>
      {[...marks, ...(diff?.removed ?? []).filter(isMark)].map((mark) => {
        const choice = choiceOf(mark);
        const away = diff?.removed.includes(mark) === true;
        if (look(mark) === "faint" && !away) return null;
        const { x, y, width } = shapeOf(mark).bounds(mark);
        // Near the right edge it hangs at the shape's other corner, to stay on the picture.
        const side =
          x > picture.width * 0.75 ? { right: left(picture.width - x - width) } : { left: left(x) };
        const tag = away
          ? {
              icon: Minus,
              word: choice === undefined ? mark.class : nameOf(choice.class, i18n.language),
            }
          : tagged(mark, choice);
        return (
          <span
            key={mark.id}
            className={y < picture.height * 0.03 ? "tag in" : "tag"}
            style={{ ...paint(choice), ...side, top: top(y) }}
            aria-hidden="true"
          >
            {tag.icon !== null && <Icon of={tag.icon} size={12} />}
            {tag.word}
          </span>
        );
      })}
      {signed(pins).map((pin, index) => {
        const at = pinAt(pin, answer);
        if (at === null) return null;
        const n = pin.sign;
        const says = pin.note ? t("pin_note", { n, note: pin.note }) : t("pin", { n });
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
            key={index}
            type="button"
            className="pin"
            style={{ left: left(at[0]), top: top(at[1]) }}
            aria-label={says}
            title={pin.note ?? undefined}
            onClick={() => onPin?.(index)}
          >
            {n}
          </button>
        );
      })}
    </div>
  );
}

/** Fetches what draws the shapes of an answer; they are drawn as soon as it is there. */
function useShapes(answer: Answer, diff: Difference | null): void {
  const [, draw] = useState(0);
  const kinds = [...answer.annotations, ...(diff?.removed ?? [])].map((one) => one.kind);
  const missing = [...new Set(kinds)].filter((kind) => isShape(kind) && !hasShape(kind)).join();
  useEffect(() => {
    let here = true;
    if (missing === "") return;
    void loadShapes(missing.split(",")).then(() => here && draw((n) => n + 1));
    return () => {
      here = false;
    };
  }, [missing]);
}

const CLASS: Record<Look, string> = { rest: "", faint: "faint", sel: "sel", was: "faint" };

/** Casing, colour and fill of one shape. */
function Outline({ mark, choice, look }: { mark: Mark; choice: Choice | undefined; look: Look }) {
  const label = choice !== undefined && isShapeChoice(choice) ? choice.label : undefined;
  const dash =
    look === "was" ? "5 4" : choice?.dash === 2 ? "7 4" : choice?.dash === 3 ? "2 4" : undefined;
  const strokes = shapeOf(mark).drawing(mark, label);
  const layer = (kind: string) => {
    const line = {
      className: kind,
      strokeDasharray: kind === "ink" || look === "was" ? dash : undefined,
    };
    return strokes.map((stroke, at) => {
      const key = `${kind} ${at}`;
      if (stroke.is === "rect") {
        const { x, y, width, height } = stroke.rect;
        return <rect key={key} {...line} x={x} y={y} width={width} height={height} />;
      }
      if (stroke.is !== "line" || (kind === "fill" && (stroke.bare || !stroke.closed))) return null;
      const d = `M${stroke.points.map((point) => point.join(" ")).join("L")}`;
      return <path key={key} {...line} d={stroke.closed ? `${d}Z` : d} fillRule="evenodd" />;
    });
  };
  const pixels = strokes.map(
    (stroke, at) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: a stroke is its place among them
      stroke.is === "pixels" && <Pixels key={at} of={stroke.of} colour={choice?.colour} />,
  );
  const spots = strokes.map((stroke, at) => {
    if (stroke.is !== "spot") return null;
    const [x, y] = stroke.at;
    // A line without length and with round ends is a disc, as large on every screen.
    const disc = { d: `M${x} ${y}h0`, className: stroke.hollow ? "spot hollow" : "spot" };
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    return <path key={at} {...disc} />;
  });
  return (
    <g className={CLASS[look]} style={paint(choice)}>
      {look !== "was" && layer("fill")}
      {layer("case")}
      {layer("ink")}
      {pixels}
      {spots}
    </g>
  );
}

/** A mask as a bitmap in the colour of its class. */
function Pixels({ of, colour }: { of: Rect & { counts: readonly number[] }; colour?: string }) {
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const name = /^var\((--[\w-]+)\)$/.exec(colour ?? "")?.[1];
    const style = getComputedStyle(document.documentElement);
    const css = name === undefined ? colour : style.getPropertyValue(name).trim();
    let here = true;
    void import("../image/masks").then(({ bitmapOf }) => {
      if (here) setHref(bitmapOf(of, css || "#9aa2ae").canvas.toDataURL());
    });
    return () => {
      here = false;
    };
  }, [of, colour]);
  const { x, y, width, height } = of;
  return <image href={href} {...{ x, y, width, height }} preserveAspectRatio="none" />;
}

/** The arrow of a relation, from the one object to the other. */
function Arrow({ link, choice }: { link: Link; choice: Choice | undefined }) {
  const [[ax, ay], [bx, by]] = spanOf(link);
  const turn = Math.atan2(by - ay, bx - ax);
  const head = Math.min(24, Math.hypot(bx - ax, by - ay) / 3);
  const wing = (way: 1 | -1) =>
    `M${bx} ${by}L${bx - head * Math.cos(turn + way * 0.45)} ${by - head * Math.sin(turn + way * 0.45)}`;
  const directed = choice?.label.kind !== "relation" || choice.label.directed !== false;
  const d = `M${ax} ${ay}L${bx} ${by}${directed ? wing(1) + wing(-1) : ""}`;
  return (
    <g style={paint(choice)}>
      <path className="case" d={d} />
      <path className="ink" d={d} />
    </g>
  );
}
