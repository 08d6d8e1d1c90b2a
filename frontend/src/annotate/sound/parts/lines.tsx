import { CircleCheck, CircleDashed, PenLine, Play, Trash2 } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type ClockMark, inOrder, isSegment } from "../../clock/doc";
import { tintOf } from "../../clock/inks";
import { segmentLabelOf, useClock, useNaming } from "../../clock/use";
import { nameOf } from "../../core/choices";
import { later } from "../../parts/later";
import { Said } from "../../parts/said";
import type { SoundEditor } from "../editor";
import { isWritten, specialsIn } from "../written";
import { Specials } from "./parts-later";

/** What stands in the one that is worked on. */
export const Places = later(() => import("../../clock/parts/places").then((its) => its.Places));
export const TextLine = later(() => import("./text-line").then((its) => its.TextLine));

type Of = { editor: SoundEditor };

/** All that is marked, one below the other, with what is written of it; what is selected is written in. */
export function Lines({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const selected = useClock(editor, (state) => state.selected);
  const reading = useClock(editor, (state) => state.readOnly);
  const all = inOrder(answer);
  return (
    <div className="sd-lines">
      {all.length === 0 ? (
        <p className="t3 sd-none">{t(reading ? "marks_none_read" : "marks_none")}</p>
      ) : (
        <ol aria-label={t("marks")}>
          {all.map((mark, at) => (
            <Line
              key={mark.id}
              editor={editor}
              mark={mark}
              nth={at + 1}
              now={selected[0] === mark.id}
              also={selected.includes(mark.id)}
              reading={reading}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

/** On a phone one of them: the selected one; all of them to choose from where none is. */
export function Card({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const [id] = useClock(editor, (state) => state.selected);
  const reading = useClock(editor, (state) => state.readOnly);
  const all = inOrder(answer);
  const at = all.findIndex((one) => one.id === id);
  const mark = all[at];
  if (all.length === 0)
    return <p className="t3 sd-none">{t(reading ? "marks_none_read" : "none_here")}</p>;
  if (mark === undefined) return <Lines editor={editor} />;
  return (
    <div className="sd-lines">
      <ol aria-label={t("marks")}>
        <Line key={mark.id} editor={editor} mark={mark} nth={at + 1} now also reading={reading} />
      </ol>
      {specialsIn(editor.schema).length > 0 && <Specials editor={editor} />}
    </div>
  );
}

type LineProps = Of & {
  mark: ClockMark;
  nth: number;
  /** Is it worked on? */
  now: boolean;
  /** Is it among what is selected? */
  also: boolean;
  reading: boolean;
};

const Line = memo(function Line({ editor, mark, nth, now, also, reading }: LineProps) {
  const { t, i18n } = useTranslation("annotate-clock");
  const naming = useNaming(editor);
  const element = useRef<HTMLLIElement>(null);
  const tint = tintOf(editor)(mark);
  const name = naming.numbered(mark, nth);
  const lines = (isSegment(mark) && segmentLabelOf(editor, mark.name)?.texts) || [];
  const texts = (isSegment(mark) && mark.texts) || {};
  const title = naming.title(mark);
  // Where there is one class, it goes without saying.
  const classes = editor.schema.labels.find((one) => one.name === mark.name);
  const several = classes !== undefined && "classes" in classes && classes.classes.length > 1;
  const named = several ? naming.className(mark) : title;
  useEffect(() => {
    if (now) element.current?.scrollIntoView({ block: "nearest" });
  }, [now]);
  const take = () => {
    if (now) return;
    editor.select([mark.id]);
    editor.reveal(mark.id);
    editor.player.seek(isSegment(mark) ? mark.start : mark.at);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its number is the button
    <li
      ref={element}
      className="sd-ln"
      data-now={now}
      data-also={also && !now}
      style={{ "--c": tint.colour } as React.CSSProperties}
      onClick={(event) => {
        if ((event.target as Element).closest("button,textarea,input") !== null) return;
        take();
        if (lines.length > 0 && !reading) editor.toFields();
      }}
    >
      <button
        type="button"
        className="sd-n"
        aria-label={t("choose", { name: `${name}, ${naming.range(mark)}` })}
        aria-pressed={now}
        onClick={take}
      >
        {nth}
      </button>
      <div className="sd-who">
        <span className="row g6">
          <span className="swatch" data-dash={tint.dash} />
          <b className="clip">{title}</b>
        </span>
        {title !== named && <span className="t3 label clip">{named}</span>}
        <Said editor={editor} id={mark.id} />
      </div>
      <div className="sd-when t2">
        <span className="ck-time">{naming.range(mark)}</span>
        {now && !reading && (
          <>
            <Places editor={editor} mark={mark} name={name} off={reading} />
            <span className="row g4">
              {isSegment(mark) && (
                <button
                  type="button"
                  className="an-icon"
                  aria-label={t("play_this", { name })}
                  onClick={() => editor.playMark(mark.id)}
                >
                  <Icon of={Play} size={16} />
                </button>
              )}
              <button
                type="button"
                className="an-icon"
                aria-label={t("remove", { name })}
                onClick={() => editor.remove([mark.id])}
              >
                <Icon of={Trash2} size={16} />
              </button>
            </span>
          </>
        )}
      </div>
      <div className="sd-texts">
        {lines.map((line, at) =>
          now && !reading && isSegment(mark) ? (
            <TextLine
              key={line.name}
              editor={editor}
              segment={mark}
              line={line}
              first={at === 0}
              title={`${name}: ${nameOf(line, i18n.language)}`}
              several={lines.length > 1}
            />
          ) : (
            <p key={line.name} lang={line.language ?? undefined} data-second={at > 0}>
              {texts[line.name] ?? (
                <span className="t3">
                  {reading
                    ? t("not_written", { name: nameOf(line, i18n.language) })
                    : at === 0
                      ? t("to_write")
                      : t("to_write_of", { name: nameOf(line, i18n.language) })}
                </span>
              )}
            </p>
          ),
        )}
      </div>
      {lines.length > 0 && <State written={isWritten(mark, lines)} now={now && !reading} />}
    </li>
  );
});

/** How far it is, by a sign and a word. */
function State({ written, now }: { written: boolean; now: boolean }) {
  const { t } = useTranslation("annotate-clock");
  const [icon, tone, key] = now
    ? ([PenLine, "sd-writing", "now"] as const)
    : written
      ? ([CircleCheck, "c-ok", "done"] as const)
      : ([CircleDashed, "t3", "left"] as const);
  return (
    <span className={`row g4 label strong sd-state ${tone}`}>
      <Icon of={icon} size={16} /> {t(`state.${key}`)}
    </span>
  );
}
