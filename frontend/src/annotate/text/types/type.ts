import type { ComponentType } from "react";
import type { Check } from "../../core/checks/check";
import type { TextAnnotation, TextLabel } from "../doc";
import type { TextEditor } from "../editor";
import type { Question } from "../questions";

export type AskProps = { editor: TextEditor; question: Question };

/** What says something needs to say it: names of the reader's language, the text, the answer. */
export type Words = {
  named: (one: { ko?: string | null; en?: string | null; id?: string; name?: string }) => string;
  part: (id: string) => string;
  quote: (part: string, start: number, end: number) => string;
  /** The words of the annotation that has this id. */
  find: (id: string) => string;
  tie: string;
};

/** A label type of texts: adding one is adding its file and a line in `./index`. */
export type TextType<L extends TextLabel, A extends TextAnnotation> = {
  kind: L["kind"];
  check: Check<L, A>;
  /** The annotation in words: for lists, differences and who inspects. */
  says: (label: L, annotation: A, words: Words) => string;
  /** What a number key (0 to 9) does to the question in hand; false where it means nothing. */
  press: (editor: TextEditor, question: Question, digit: number) => boolean;
  /** The question with its answer, to be read and given. */
  Ask: ComponentType<AskProps>;
  /** Where it stands: `beside` the text, for what is written, or in the panel. */
  place: "panel" | "beside";
};
