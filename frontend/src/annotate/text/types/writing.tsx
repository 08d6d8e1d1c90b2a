import { Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { writing } from "../../core/checks/writing";
import { nameOf } from "../../core/choices";
import { finishOf } from "../../parts/finish";
import type { Writing, WritingLabel } from "../doc";
import type { TextEditor } from "../editor";
import { newId } from "../ids";
import { Ask } from "../parts/ask";
import { Evidence } from "../parts/evidence";
import { lengthOf } from "../points";
import { givenTo, type Question } from "../questions";
import { useText } from "../use";
import type { AskProps, TextType } from "./type";

const NONE: readonly Writing[] = [];
const LONGEST = 10_000;
// Pasted along and seen by nobody: the server takes lines and tabs, and no other control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
const HIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

const fresh = (question: Question): Writing => ({
  kind: "writing",
  id: newId(),
  name: question.label.name,
  text: "",
  part: question.part,
  evidence: [],
});

function AskWriting({ editor, question }: AskProps) {
  const { t } = useTranslation("annotate-text");
  const label = question.label as WritingLabel;
  const answer = useText(editor, (state) => state.answer);
  const off = useText(editor, (state) => state.readOnly);
  const found = givenTo(answer, question) as readonly Writing[];
  // The field is there before anything is written; what it writes then keeps the id.
  const [blank] = useState(() => fresh(question));
  const [next, setNext] = useState<Writing | null>(null);
  const given = found.length === 0 ? NONE : found;
  const fields = [
    ...(given.length === 0 ? [blank] : given),
    ...(next !== null && !given.some((one) => one.id === next.id) && given.length > 0
      ? [next]
      : []),
  ];
  const max = label.max_length ?? LONGEST;
  const hint = label.min_length
    ? t("write_between", { min: label.min_length, max })
    : t("write_up_to", { max });
  const put = (written: Writing) => {
    const one = { ...written, text: written.text.replace(HIDDEN, "") };
    const others = given.filter((each) => each.id !== one.id);
    const kept = one.text === "" && one.evidence.length === 0 ? [] : [one];
    const at = given.findIndex((each) => each.id === one.id);
    const all =
      at < 0 ? [...given, ...kept] : [...others.slice(0, at), ...kept, ...others.slice(at)];
    editor.give(question, all, `write ${one.id}`);
  };
  return (
    <Ask editor={editor} question={question} hint={hint}>
      {fields.map((one, at) => (
        <Field
          key={at === 0 && given.length <= 1 ? "first" : one.id}
          editor={editor}
          question={question}
          one={one}
          nth={label.several === true ? at + 1 : null}
          off={off}
          onWrite={put}
          onRemove={
            fields.length > 1
              ? () => {
                  setNext(null);
                  editor.give(
                    question,
                    given.filter((each) => each.id !== one.id),
                  );
                }
              : undefined
          }
        />
      ))}
      {label.several === true && !off && given.length > 0 && next === null && (
        <button
          type="button"
          className="btn ghost tx-more"
          onClick={() => setNext(fresh(question))}
        >
          <Icon of={Plus} size={16} /> {t("write_more")}
        </button>
      )}
    </Ask>
  );
}

type FieldProps = {
  editor: TextEditor;
  question: Question;
  one: Writing;
  nth: number | null;
  off: boolean;
  onWrite: (one: Writing) => void;
  onRemove: (() => void) | undefined;
};

/** A field to write in. Syllables that are still being put together are the keyboard's: what is
 * written becomes the answer when they are done. */
function Field({ editor, question, one, nth, off, onWrite, onRemove }: FieldProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const label = question.label as WritingLabel;
  const [typing, setTyping] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const text = typing ?? one.text;
  const count = lengthOf(text);
  const max = label.max_length ?? LONGEST;
  const id = useId();
  // Grows with what is written, where the browser does not do so by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every change of the text
  useEffect(() => {
    const element = box.current;
    if (element === null || CSS.supports("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
  const keys = (event: KeyboardEvent) => {
    const finish = finishOf(event);
    if (finish === null) return;
    event.preventDefault();
    box.current?.blur();
    if (finish === "done") editor.goOn();
  };
  const name = nameOf(label, i18n.language);
  const short = count > 0 && count < (label.min_length ?? 0);
  return (
    <div className="tx-write">
      <textarea
        ref={box}
        className="in"
        rows={4}
        lang={label.language ?? undefined}
        aria-label={nth === null ? name : `${name} ${nth}`}
        aria-describedby={id}
        aria-invalid={count > max || short}
        readOnly={off}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          if ((event.nativeEvent as InputEvent).isComposing) setTyping(value);
          else {
            setTyping(null);
            onWrite({ ...one, text: value });
          }
        }}
        onCompositionEnd={(event) => {
          setTyping(null);
          onWrite({ ...one, text: event.currentTarget.value });
        }}
        onBlur={() => {
          if (typing === null) return;
          setTyping(null);
          onWrite({ ...one, text: typing });
        }}
        onKeyDown={keys}
      />
      <div className="row between label">
        <span id={id} className={count > max || short ? "c-warn" : "t3"}>
          {t("written", { n: count, max })}
        </span>
        {onRemove !== undefined && !off && (
          <button type="button" className="an-icon" aria-label={t("write_less")} onClick={onRemove}>
            <Icon of={Trash2} size={16} />
          </button>
        )}
      </div>
      {label.evidence != null && (
        <Evidence editor={editor} label={label} one={one} off={off} onWrite={onWrite} />
      )}
    </div>
  );
}

/** What is written about a text, or each part of it: a translation, an answer with its evidence. */
export const writingType: TextType<WritingLabel, Writing> = {
  kind: "writing",
  place: "beside",
  check: writing,
  says: (_, { text }) => text,
  press: () => false,
  Ask: AskWriting,
};
