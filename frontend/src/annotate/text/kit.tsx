import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { asksAttributes, kindsIn } from "../core/kinds";
import type { Editing, Kit, Told } from "../kit";
import { later, loadAround } from "../parts/later";
import { readAnswer, readSchema } from "./doc";
import { createTextEditor, type TextEditor } from "./editor";
import { Board } from "./parts/board";
import { Attributes, Tree } from "./parts/parts-later";
import { isTree } from "./tree";
import { loadTypes } from "./types";

type Of = { editor: TextEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): TextEditor => editor as unknown as TextEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What is only shown when something is wrong or compared, or on a phone.
const TextDiffList = later(() => import("./parts/diff-list").then((its) => its.TextDiffList));
const TextDock = later(() => import("./parts/dock").then((its) => its.TextDock));
const TextPhoneTools = later(() => import("./parts/dock").then((its) => its.TextPhoneTools));
const TextFaults = later(() => import("./parts/faults").then((its) => its.TextFaults));
const FaultLine = later(async () => {
  const { useTextFault } = await import("./parts/fault-sentence");
  return ({ editor, fault }: Of & { fault: Told }) => useTextFault(editor)(fault);
});

// What stands around at a desk, or above and under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.TextRail));
const Status = later(() => import("./desk").then((its) => its.TextStatus));
const Panel = later(() => import("./desk").then((its) => its.TextPanel));
const Sheet = later(() => import("./desk").then((its) => its.Sheet));
const DESK = [Rail, Status, Panel];
const UNDER_THUMB = [TextDock, TextPhoneTools];

/** Texts, for the pages. */
export const textKit: Kit = {
  modality: "text",
  async ready(schema, ...answers) {
    await Promise.all([
      loadAround(DESK, UNDER_THUMB),
      loadTypes(kindsIn([schema, ...answers])),
      asksAttributes(schema) && Attributes.load(),
      readSchema(schema).labels.some((one) => one.kind === "class" && isTree(one.classes)) &&
        Tree.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "text") throw new Error(source.modality);
    const { place, readOnly = false } = options;
    return createTextEditor(schema, source, answer, {
      readOnly,
      ...(place === undefined ? {} : { place: (annotation) => place({ annotation }) }),
    });
  },
  readAnswer,
  difference,
  isBare: (editor) => own(editor).choices.length > 0 && editor.answer().annotations.length === 0,
  showPin: (editor, pin) => void textKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  inspecting: () => import("./inspecting").then((its) => its.inspecting),
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: null,
  Board: given(Board),
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(TextDock),
  PhoneTools: given(TextPhoneTools),
  Sheet: given(Sheet),
  Faults: given(TextFaults),
  Fault: given(FaultLine),
  DiffList: given(TextDiffList),
  Light: null,
};
