import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { asksAttributes, kindsIn } from "../core/kinds";
import type { Editing, Kit, Told } from "../kit";
import { later } from "../parts/later";
import { rangeOf } from "./cursor";
import { find, inOrder, isRelation, isSpan, readAnswer, readSchema } from "./doc";
import { createTextEditor, type TextEditor } from "./editor";
import { Board } from "./parts/board";
import { Attributes, TextPanel } from "./parts/panel";
import { TextRail } from "./parts/rail";
import { SpanList } from "./parts/spans";
import { TextStatus } from "./parts/status";
import { passageOf, trimmed, whole } from "./points";
import { isTree } from "./tree";
import { loadTypes } from "./types";
import { Tree } from "./types/class";

type Of = { editor: TextEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): TextEditor => editor as unknown as TextEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What is only shown when something is wrong or compared, or on a phone.
const TextAnswers = later(async () => {
  const { TextAnswers: Answers } = await import("./parts/answers");
  return ({ editor }: Of) => <Answers editor={editor} all />;
});
const TextDiffList = later(() => import("./parts/diff-list").then((its) => its.TextDiffList));
const TextDock = later(() => import("./parts/dock").then((its) => its.TextDock));
const TextPhoneTools = later(() => import("./parts/dock").then((its) => its.TextPhoneTools));
const TextPointed = later(() => import("./parts/pointed").then((its) => its.TextPointed));
const TextFaults = later(() => import("./parts/faults").then((its) => its.TextFaults));
const FaultLine = later(async () => {
  const { useTextFault } = await import("./parts/faults");
  return ({ editor, fault }: Of & { fault: Told }) => useTextFault(editor)(fault);
});

/** The list of spans, where spans are asked for. */
function List({ editor }: Of) {
  return editor.choices.length === 0 ? null : <SpanList editor={editor} />;
}

function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <TextPanel editor={editor} />
    </div>
  );
}

/** Texts, for the pages. */
export const textKit: Kit = {
  modality: "text",
  async ready(schema, ...answers) {
    await Promise.all([
      loadTypes(kindsIn([schema, ...answers])),
      asksAttributes(schema) && Attributes.load(),
      readSchema(schema).labels.some((one) => one.kind === "class" && isTree(one.classes)) &&
        Tree.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "text") throw new Error("This is no text.");
    const { place, readOnly = false } = options;
    return createTextEditor(schema, source, answer, {
      readOnly,
      ...(place === undefined ? {} : { place: (annotation) => place({ annotation }) }),
    });
  },
  readAnswer,
  difference,
  isBare: (editor) => own(editor).choices.length > 0 && editor.answer().annotations.length === 0,
  showPin(editor, pin) {
    const { annotation, part, start, end } = pin;
    if (annotation) textKit.choose(editor, annotation);
    else if (part && typeof start === "number" && typeof end === "number") {
      own(editor).setCursor({ part, anchor: start, head: end });
      own(editor).sight?.show(part, start);
    }
  },
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
  things: (editor) => [
    ...inOrder(own(editor).spans(), own(editor).parts).map((one) => one.id),
    ...own(editor)
      .answer()
      .annotations.flatMap((one) => (isSpan(one) ? [] : [one.id])),
  ],
  choose(editor, id) {
    const one = find(own(editor).get().answer, id);
    if (one === undefined) return;
    own(editor).select([id]);
    own(editor).reveal(isRelation(one) ? one.from : id);
  },
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  keepLooks: () => () => {},
  follow: () => {},
  setPinning: (editor, pinning) => own(editor).patch({ pinning }),
  looking: ["select.next", "select.previous", "hide.all"],
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: null,
  Board: given(Board),
  Rail: given(TextRail),
  Status: given(TextStatus),
  Panel: given(TextPanel),
  List: given(List),
  Answers: given(TextAnswers),
  Dock: given(TextDock),
  PhoneTools: given(TextPhoneTools),
  Sheet: given(Sheet),
  Faults: given(TextFaults),
  Fault: given(FaultLine),
  Pointed: given(TextPointed),
  DiffList: given(TextDiffList),
  Light: null,
};
