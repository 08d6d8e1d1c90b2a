import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../../core/choices";
import type { Difference } from "../../core/diff";
import type { Pin } from "../../parts/pins";
import { Saying } from "../../parts/said";
import { useKeys } from "../../use";
import type { Part } from "../doc";
import type { TextEditor } from "../editor";
import { TEXT_ACTS } from "../handlers";
import { layoutOf } from "../layout";
import { type Looks, looksOf } from "../looks";
import { watchPointer } from "../pointer";
import type { Question } from "../questions";
import { sightOf } from "../sight";
import { typeOf } from "../types";
import { usePartName, useText } from "../use";
import { Announcer } from "./announcer";
import { Given } from "./given";
import { Passage } from "./passage";
import "../../annotate.css";
import "../text.css";

export type BoardProps = {
  editor: TextEditor;
  /** What to show as added, changed and removed; the rest fades. */
  diff?: Difference | null;
  pins?: readonly Pin[];
  /** Do the keys of the window act here? Only one board of a page may have them. */
  keys?: boolean;
  /** What floats over the text. */
  children?: ReactNode;
  className?: string;
};

const NO_PINS: readonly Pin[] = [];

/** The text to work on or to read, with what is written beside it. */
export function Board({
  editor,
  diff = null,
  pins = NO_PINS,
  keys = true,
  children,
  className = "",
}: BoardProps) {
  const root = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutOf(editor.schema, editor.parts), [editor]);
  const looks = useMemo(() => looksOf(diff), [diff]);
  const beside = editor.questions.filter((one) => typeOf(one.label.kind).place === "beside");
  const whole = beside.filter((one) => one.part === null);
  const single = beside.filter((one) => one.part !== null);
  const cards = editor.parts.filter((part) => layout.cards.has(part.id));
  const others = editor.parts.filter((part) => !layout.cards.has(part.id));
  const block = (part: Part) => (
    <Block
      key={part.id}
      editor={editor}
      part={part}
      looks={looks}
      beside={single.filter((one) => one.part === part.id)}
      bare={layout.shape === "plain"}
    />
  );
  useEffect(() => {
    const element = root.current!;
    editor.sight = sightOf(element);
    const stop = watchPointer(element, editor);
    return () => {
      editor.sight = null;
      stop();
    };
  }, [editor]);
  return (
    // The scroll is the keyboard's too, where no passage takes the focus.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <div ref={root} className={`tx-board ${className}`} tabIndex={0}>
      <Keys editor={editor} active={keys} />
      {pins.length > 0 && <Saying editor={editor} pins={pins} />}
      <div
        className="tx-page"
        // Beside what is compared there is no room: what is written of it stands below.
        data-beside={whole.length > 0 && layout.shape !== "cards"}
        data-marks={editor.choices.length > 0}
      >
        <div className="tx-doc" data-shape={layout.shape}>
          {others.map(block)}
          {cards.length > 0 && (
            <div className="tx-cards" data-n={Math.min(3, cards.length)}>
              {cards.map(block)}
            </div>
          )}
        </div>
        {whole.length > 0 && (
          <div className="tx-beside">
            {whole.map((one) => (
              <Asked key={one.key} editor={editor} question={one} />
            ))}
          </div>
        )}
      </div>
      {children}
      <Announcer editor={editor} />
    </div>
  );
}

/** What the keys of a text are is known also where the page itself says what keys do. */
function Keys({ editor, active }: { editor: TextEditor; active: boolean }) {
  const { t, i18n } = useTranslation("annotate-text");
  const own = TEXT_ACTS.map((act) => ({
    ...act,
    word: t(`acts.${act.id}` as "acts.text.snap"),
  }));
  const digits = Array.from({ length: 9 }, (_, at) => {
    const choice = editor.choices[at];
    const n = at + 1;
    const word =
      choice === undefined ? t("acts.text.answer", { n }) : nameOf(choice.class, i18n.language);
    return { id: `label.${n}`, group: "labels", keys: [`Digit${n}`], word };
  });
  useKeys(active ? editor.handlers : {}, [...own, ...digits]);
  return null;
}

function Asked({ editor, question }: { editor: TextEditor; question: Question }) {
  const { Ask } = typeOf(question.label.kind);
  return <Ask editor={editor} question={question} />;
}

type BlockProps = {
  editor: TextEditor;
  part: Part;
  looks: Looks;
  beside: readonly Question[];
  /** A text alone needs no name. */
  bare: boolean;
};

/** One part: who says it, the text, what is written beside it, and what was answered of it. */
function Block({ editor, part, looks, beside, bare }: BlockProps) {
  const name = usePartName(editor);
  const here = useText(editor, (state) => state.part === part.id);
  const asked = editor.questions.some((one) => one.part === part.id);
  return (
    <section
      className="tx-part"
      data-role={part.role ?? undefined}
      data-here={here && asked && !bare}
      data-beside={beside.length > 0}
      aria-label={name(part.id)}
      onPointerDown={() => editor.setPart(part.id)}
      onFocus={() => editor.setPart(part.id)}
    >
      {!bare && <h2 className="tx-who">{name(part.id)}</h2>}
      <div className="tx-both">
        <div className="tx-words">
          <Passage editor={editor} part={part} looks={looks.looks} gone={looks.gone} />
        </div>
        {beside.length > 0 && (
          <div className="tx-beside">
            {beside.map((one) => (
              <Asked key={one.key} editor={editor} question={one} />
            ))}
          </div>
        )}
      </div>
      <Given editor={editor} part={part.id} />
    </section>
  );
}
