import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import { Said } from "../../parts/said";
import type { TextEditor } from "../editor";
import { givenTo, type Question } from "../questions";
import { usePartName, useText } from "../use";
import { useTextFault } from "./fault-sentence";

type Props = {
  editor: TextEditor;
  question: Question;
  /** What can be done: choose one, write, mark. */
  hint?: ReactNode;
  children: ReactNode;
};

/** The frame of a question: its name, what is asked, and what is wrong with the answer. */
export function Ask({ editor, question, hint, children }: Props) {
  const { t, i18n } = useTranslation("annotate-text");
  const { label, part } = question;
  const hand = useText(editor, (state) => state.hand === question.key);
  const reading = useText(editor, (state) => state.readOnly);
  const answer = useText(editor, (state) => state.answer);
  const suggested = useText(editor, (state) => state.suggested);
  const partName = usePartName(editor);
  const sentence = useTextFault(editor);
  const found = reading ? [] : editor.faults().filter((one) => one.label === label.name);
  const missing =
    found.some((one) => one.code === "required") && givenTo(answer, question).length === 0;
  const mine = new Set(givenTo(answer, question).map((one) => one.id));
  // What is wrong with a span stands at the span.
  const faults = found.filter(
    (one) =>
      one.code !== "required" &&
      (one.annotation === null ? part === null : label.kind !== "span" && mine.has(one.annotation)),
  );
  const name = nameOf(label, i18n.language);
  const take = () => {
    if (!hand) editor.take(question.key);
  };
  return (
    <section
      className="tx-ask"
      data-hand={hand && !reading}
      data-question={question.key}
      aria-label={part === null ? name : t("question_of", { name, part: partName(part) })}
      onFocus={take}
      onPointerDown={take}
    >
      <h3 className="row between an-head">
        <span className="grow">{name}</span>
        {!reading && (
          <span className={`an-light ${missing ? "c-warn" : "t3"}`}>
            {missing ? t("required") : hint}
          </span>
        )}
      </h3>
      {children}
      {label.kind !== "span" &&
        label.kind !== "relation" &&
        [...mine].map((id) => <Said key={id} editor={editor} id={id} />)}
      {suggested?.beside(label.name, part)}
      {faults.map((one) => (
        <p key={`${one.code} ${one.annotation}`} className="err tx-err">
          <Icon of={CircleAlert} size={14} />
          {sentence(one)}
        </p>
      ))}
    </section>
  );
}
