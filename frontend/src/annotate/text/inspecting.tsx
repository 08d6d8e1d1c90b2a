import type { ComponentType } from "react";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import { rangeOf } from "./cursor";
import { find, type Id, inOrder, isRelation, isSpan } from "./doc";
import type { TextEditor } from "./editor";
import { TextAnswers } from "./parts/answers";
import { TextPointed } from "./parts/pointed";
import { SpanList } from "./parts/spans";
import { passageOf, trimmed, whole } from "./points";

type Of = { editor: TextEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): TextEditor => editor as unknown as TextEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

/** The list of spans, where spans are asked for. */
const List = ({ editor }: Of) =>
  editor.choices.length === 0 ? null : <SpanList editor={editor} />;

const Answers = ({ editor }: Of) => <TextAnswers editor={editor} all />;

function choose(editor: TextEditor, id: Id): void {
  const one = find(editor.get().answer, id);
  if (one === undefined) return;
  editor.select([id]);
  editor.reveal(isRelation(one) ? one.from : id);
}

/** Selects what a pin is about; a stretch of the text is marked, so that it can be named at once. */
function showPin(editor: Editing, { annotation, part, start, end }: Pin): void {
  if (annotation) choose(own(editor), annotation);
  else if (part && typeof start === "number" && typeof end === "number") {
    own(editor).setCursor({ part, anchor: start, head: end });
    own(editor).sight?.show(part, start);
  }
}

/** Texts, for who inspects. */
export const inspecting: Inspecting = {
  showPin,
  chosen(editor) {
    const { selected, cursor } = own(editor).get();
    if (selected[0] !== undefined) return { annotation: selected[0] };
    const range = rangeOf(cursor);
    const part = own(editor).parts.find((one) => one.id === cursor?.part);
    if (range === null || part === undefined) return null;
    const text = passageOf(part.text);
    const [start, end] = trimmed(text, whole(text, range[0]), whole(text, range[1], "up"));
    return start < end ? { part: part.id, start, end } : null;
  },
  things(editor) {
    const { parts, spans, answer } = own(editor);
    const others = answer().annotations.filter((one) => !isSpan(one));
    return [...inOrder(spans(), parts), ...others].map((one) => one.id);
  },
  choose: (editor, id) => choose(own(editor), id),
  setPinning: (editor, pinning) => own(editor).patch({ pinning }),
  keepLooks: () => () => {},
  follow: () => {},
  List: given(List),
  Answers: given(Answers),
  Pointed: given(TextPointed),
  looking: ["select.next", "select.previous", "hide.all"],
};
