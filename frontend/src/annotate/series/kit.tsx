import type { ComponentType } from "react";
import { isClockLabel, isClockMark } from "../clock/doc";
import { DiffList, Fault, Faults } from "../clock/parts/parts-later";
import { readyFor } from "../clock/ready";
import { difference } from "../core/diff";
import { readAnswer, readSchema } from "../core/doc";
import type { Editing, Kit } from "../kit";
import { later, loadAround } from "../parts/later";
import { createSeriesEditor, type SeriesEditor } from "./editor";
import { Board } from "./parts/board";
import { Epochs } from "./parts/parts-later";

type Of = { editor: SeriesEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): SeriesEditor => editor as unknown as SeriesEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What stands around at a desk, or above and under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.SeriesRail));
const Status = later(() => import("./desk").then((its) => its.SeriesStatus));
const Panel = later(() => import("./desk").then((its) => its.Panel));
const Sheet = later(() => import("./desk").then((its) => its.Sheet));
const Dock = later(() => import("./parts/dock").then((its) => its.SeriesDock));
const PhoneTools = later(() => import("./parts/dock").then((its) => its.SeriesPhoneTools));

/** Time series, for the pages. */
export const seriesKit: Kit = {
  modality: "series",
  async ready(schema, ...answers) {
    await Promise.all([
      readyFor(schema, ...answers),
      loadAround([Rail, Status, Panel], [Dock, PhoneTools]),
      readSchema(schema).labels.some((one) => one.kind === "segment" && one.step != null) &&
        Epochs.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "series") throw new Error(source.modality);
    return createSeriesEditor(schema, source, answer, options) as unknown as Editing;
  },
  readAnswer: (json) => readAnswer(json, "series"),
  difference,
  isBare: (editor) =>
    editor.schema.labels.some(isClockLabel) && !editor.answer().annotations.some(isClockMark),
  showPin: (editor, pin) => void seriesKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  inspecting: () => import("./inspecting").then((its) => its.inspecting),
  suggested: () => import("../clock/suggested").then((its) => its.looks),
  fit: (editor) => own(editor).fit(),
  Board: given(Board),
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(Dock as unknown as ComponentType<Of>),
  PhoneTools: given(PhoneTools as unknown as ComponentType<Of>),
  Sheet: given(Sheet),
  Faults: Faults as unknown as Kit["Faults"],
  Fault: Fault as unknown as Kit["Fault"],
  DiffList: DiffList as unknown as Kit["DiffList"],
  Light: null,
};
