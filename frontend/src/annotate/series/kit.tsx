import type { ComponentType } from "react";
import { isClockLabel, isClockMark } from "../clock/doc";
import { readyFor } from "../clock/parts/panel";
import { difference } from "../core/diff";
import { readAnswer } from "../core/doc";
import type { Editing, Kit } from "../kit";
import { later } from "../parts/later";
import { createSeriesEditor, type SeriesEditor } from "./editor";
import { Board } from "./parts/board";
import { SeriesPanel } from "./parts/panel";
import { SeriesRail } from "./parts/rail";
import { SeriesStatus } from "./parts/status";

type Of = { editor: SeriesEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): SeriesEditor => editor as unknown as SeriesEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What is only shown when something is wrong or compared, or on a phone.
const Faults = later(() => import("../clock/parts/faults").then((its) => its.ClockFaults));
const Fault = later(() => import("../clock/parts/faults").then((its) => its.ClockFault));
const DiffList = later(() => import("../clock/parts/diff-list").then((its) => its.ClockDiffList));
const Dock = later(() => import("./parts/dock").then((its) => its.SeriesDock));
const PhoneTools = later(() => import("./parts/dock").then((its) => its.SeriesPhoneTools));

function Panel({ editor }: Of) {
  return (
    <div className="an-panel">
      <SeriesPanel editor={editor} />
    </div>
  );
}

function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <SeriesPanel editor={editor} />
    </div>
  );
}

/** Time series, for the pages. */
export const seriesKit: Kit = {
  modality: "series",
  ready: readyFor,
  open(schema, source, answer, options = {}) {
    if (source.modality !== "series") throw new Error("This is no time series.");
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
  Rail: given(SeriesRail),
  Status: given(SeriesStatus),
  Panel: given(Panel),
  Dock: given(Dock as unknown as ComponentType<Of>),
  PhoneTools: given(PhoneTools as unknown as ComponentType<Of>),
  Sheet: given(Sheet),
  Faults: Faults as unknown as Kit["Faults"],
  Fault: Fault as unknown as Kit["Fault"],
  DiffList: DiffList as unknown as Kit["DiffList"],
  Light: null,
};
