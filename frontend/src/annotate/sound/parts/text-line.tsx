import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Line, Segment } from "../../clock/doc";
import { otherRate } from "../../clock/player";
import { nameOf } from "../../core/choices";
import { capsOf } from "../../core/keymap";
import { finishOf } from "../../parts/finish";
import { useKeyOf, useStore } from "../../use";
import type { SoundEditor } from "../editor";
import { MARK_KEYS, writingAct } from "../keys";
import { specialsOf } from "../written";

type Props = {
  editor: SoundEditor;
  segment: Segment;
  line: Line;
  /** Is it the one that is come to? */
  first: boolean;
  title: string;
  /** Are there others beside it? */
  several: boolean;
};

/** One line in which it is written what is heard. Tab and Esc leave it; Enter goes on to the next segment. */
export function TextLine({ editor, segment, line, first, title, several }: Props) {
  const { t, i18n } = useTranslation("annotate-clock");
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const wanted = useStore(editor.writing, (nth) => nth);
  const caret = useStore(editor.caret, (value) => value);
  const play = useKeyOf("sound.field.play");
  const came = useRef(wanted);
  const text = segment.texts?.[line.name] ?? "";
  useEffect(() => {
    if (!first || wanted === 0) return;
    // A field that has just come is written in where it was asked for before.
    const element = field.current!;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    came.current = wanted;
  }, [wanted, first]);
  // What was put in by a key stands before the caret.
  useEffect(() => {
    const element = field.current;
    if (element === null || caret === null) return;
    if (caret.id !== segment.id || caret.line !== line.name) return;
    if (document.activeElement === element && element.selectionStart !== caret.at)
      element.setSelectionRange(caret.at, caret.at);
  }, [caret, segment.id, line.name]);
  const keep = () => {
    const at = field.current?.selectionStart;
    if (at !== undefined) editor.caret.set({ id: segment.id, line: line.name, at });
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const act = writingAct(event.nativeEvent);
    if (act !== null && doAct(editor, segment, line, event.currentTarget, act)) {
      event.preventDefault();
      return;
    }
    if (finishOf(event) !== null) {
      event.currentTarget.blur();
      return;
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    editor.next(event.shiftKey ? -1 : 1);
  };
  return (
    <label className="in sd-in" data-second={!first}>
      {several && <span className="tagw">{nameOf(line, i18n.language)}</span>}
      <textarea
        ref={field}
        className="bare"
        rows={1}
        aria-label={title}
        aria-describedby={id}
        lang={line.language ?? undefined}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={
          first ? t("to_write") : t("to_write_of", { name: nameOf(line, i18n.language) })
        }
        value={text}
        onChange={(event) =>
          editor.write(segment.id, line.name, event.target.value.replace(/\n/g, " "))
        }
        onSelect={keep}
        onKeyDown={keys}
      />
      <span id={id} className="sr-only">
        {t("field_keys", { play: play === null ? "" : capsOf(play).join(" ") })}
      </span>
    </label>
  );
}

/** What a key does while it is written; false where it means nothing here. */
function doAct(
  editor: SoundEditor,
  segment: Segment,
  line: Line,
  field: HTMLTextAreaElement,
  act: string,
): boolean {
  const { player, reach } = editor;
  const nth = /^sound\.mark\.(\d)$/.exec(act)?.[1];
  if (nth !== undefined && Number(nth) <= MARK_KEYS) {
    const mark = specialsOf([line, ...linesOf(editor, segment)])[Number(nth) - 1];
    if (mark === undefined) return false;
    editor.caret.set({ id: segment.id, line: line.name, at: field.selectionStart });
    return editor.putIn(mark.text, line.name);
  }
  switch (act) {
    case "sound.field.play":
      return editor.playPause();
    case "sound.field.loop":
      return editor.loop();
    case "sound.field.back":
      return editor.seekBy(-reach.step);
    case "sound.field.on":
      return editor.seekBy(reach.step);
    case "sound.field.slower":
      player.setRate(otherRate(player.rate.get(), -1));
      return true;
    case "sound.field.faster":
      player.setRate(otherRate(player.rate.get(), 1));
      return true;
    case "sound.field.split": {
      const before = field.value.slice(0, field.selectionStart).trimEnd();
      const after = field.value.slice(field.selectionStart).trimStart();
      const { [line.name]: _, ...rest } = segment.texts ?? {};
      const done = editor.split(player.time.get(), {
        id: segment.id,
        texts: [{ ...rest, [line.name]: before }, { [line.name]: after }],
      });
      if (done) editor.toFields();
      return true;
    }
    default:
      return false;
  }
}

const linesOf = (editor: SoundEditor, segment: Segment): readonly Line[] => {
  const label = editor.schema.labels.find((one) => one.name === segment.name);
  return label?.kind === "segment" ? (label.texts ?? []) : [];
};
