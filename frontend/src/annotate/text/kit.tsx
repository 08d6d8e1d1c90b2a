import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { kindsIn } from "../core/kinds";
import type { Editing, Kit, Told } from "../kit";
import { later } from "../parts/later";
import { readAnswer } from "./doc";
import { createTextEditor, type TextEditor } from "./editor";
import { Board } from "./parts/board";
import { TextPanel } from "./parts/panel";
import { TextRail } from "./parts/rail";
import { SpanList } from "./parts/spans";
import { TextStatus } from "./parts/status";
import { loadTypes } from "./types";

type Of = { editor: TextEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): TextEditor => editor as unknown as TextEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What is only shown when something is wrong or compared, or on a phone.
const TextAnswers = later(() => import("./parts/answers").then((its) => its.TextAnswers));
const TextDiffList = later(() => import("./parts/diff-list").then((its) => its.TextDiffList));
const TextDock = later(() => import("./parts/dock").then((its) => its.TextDock));
const TextPhoneTools = later(() => import("./parts/dock").then((its) => its.TextPhoneTools));
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
  ready: (schema, ...answers) => loadTypes(kindsIn([schema, ...answers])),
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
  showPin(editor, { annotation }) {
    if (!annotation) return;
    own(editor).select([annotation]);
    own(editor).reveal(annotation);
  },
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  keepLooks: () => () => {},
  follow: () => {},
  setPinning: (editor, pinning) => own(editor).patch({ pinning }),
  looking: ["select.next", "select.previous", "hide.all"],
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
  DiffList: given(TextDiffList),
  Light: null,
};
