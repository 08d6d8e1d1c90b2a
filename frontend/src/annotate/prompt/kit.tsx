import i18next from "i18next";
import type { ComponentType } from "react";
import { difference } from "../core/diff";
import type { Answer } from "../core/doc";
import { kindsIn } from "../core/kinds";
import { loadChecks } from "../core/validity";
import type { Editing, Kit } from "../kit";
import { later, loadAround } from "../parts/later";
import { isTaken, readAnswer } from "./doc";
import { createPromptEditor, type PromptEditor } from "./editor";
import { Board } from "./parts/board";
import { Asks, Files, Recorder, Viewer, Viewfinder } from "./parts/parts-later";

type Of = { editor: PromptEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): PromptEditor => editor as unknown as PromptEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

const DiffList = later(() => import("./parts/diff-list").then((its) => its.DiffList));
const Faults = later(() => import("./parts/faults").then((its) => its.Faults));
const FaultLine = later(() => import("./parts/faults").then((its) => its.FaultLine));

// What stands around at a desk, or under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.Rail));
const Status = later(() => import("./desk").then((its) => its.Status));
const Panel = later(() => import("./desk").then((its) => its.Panel));
const Sheet = later(() => import("./desk").then((its) => its.Sheet));
const Asking = later(() => import("./phone").then((its) => its.Dock));
/** Where only takes are asked for, all that makes them is on the board. */
const Dock = ({ editor }: Of) => (editor.questions.length > 0 ? <Asking editor={editor} /> : null);

const MADE_WITH = {
  recording: Recorder,
  photograph: Viewfinder,
  film: Viewfinder,
  file: Files,
};
const ASKED = ["class", "rating", "writing"];

/** What is asked as texts ask it: fetched where it is asked. */
async function loadAsked(kinds: readonly string[]): Promise<void> {
  const [its] = await Promise.all([
    import("../text/types"),
    Asks.load(),
    loadChecks(kinds),
    i18next.loadNamespaces(["annotate-text", "annotate"]),
  ]);
  await its.loadTypes(kinds);
}

/** Prompts, for the pages. */
export const promptKit: Kit = {
  modality: "prompt",
  async ready(schema, ...answers) {
    const kinds = kindsIn([schema, ...answers]);
    const asked = ASKED.filter((kind) => kinds.has(kind));
    await Promise.all([
      loadAround([Rail, Status, Panel], asked.length > 0 ? [Asking] : []),
      asked.length > 0 && loadAsked(asked),
      ...Object.entries(MADE_WITH)
        .filter(([kind]) => kinds.has(kind))
        .map(([, part]) => part.load()),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "prompt") throw new Error(source.modality);
    return createPromptEditor(schema, source, answer, options) as unknown as Editing;
  },
  readAnswer,
  difference: (before: Answer, after: Answer) => difference(before, after),
  isBare: (editor) => own(editor).places.length > 0 && !editor.answer().annotations.some(isTaken),
  showPin: (editor, pin) => void promptKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  async inspecting() {
    const [its] = await Promise.all([import("./inspecting"), Viewer.load()]);
    return its.inspecting;
  },
  suggested: () => import("./inspecting").then((its) => its.looks),
  fit: null,
  Board: given(Board),
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(Dock),
  PhoneTools: () => null,
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine),
  DiffList: given(DiffList),
  Light: null,
};
