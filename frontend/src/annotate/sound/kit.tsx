import type { ComponentType } from "react";
import { isClockLabel, isClockMark } from "../clock/doc";
import type { ClockEditor } from "../clock/editor";
import { readyFor } from "../clock/parts/panel";
import { difference } from "../core/diff";
import { readAnswer, readSchema } from "../core/doc";
import type { Editing, Kit } from "../kit";
import { later } from "../parts/later";
import { createSoundEditor, type SoundEditor } from "./editor";
import { Board } from "./parts/board";
import { TextLine } from "./parts/lines";
import { SoundRail } from "./parts/rail";
import { SoundPanel } from "./parts/side";
import { SoundStatus } from "./parts/status";

type Of = { editor: ClockEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): SoundEditor => editor as unknown as SoundEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What is only shown when something is wrong or compared, or on a phone.
const DiffList = later(() => import("../clock/parts/diff-list").then((its) => its.ClockDiffList));
const Faults = later(() => import("../clock/parts/faults").then((its) => its.ClockFaults));
const Fault = later(() => import("../clock/parts/faults").then((its) => its.ClockFault));
const Dock = later(() => import("./parts/phone").then((its) => its.SoundDock));
const PhoneTools = later(() => import("./parts/phone").then((its) => its.SoundPhoneTools));
const Sheet = later(() => import("./parts/phone").then((its) => its.SoundSheet));

/** Sounds, for the pages. */
export const soundKit: Kit = {
  modality: "sound",
  async ready(schema, ...answers) {
    const writes = readSchema(schema).labels.some(
      (one) => one.kind === "segment" && (one.texts ?? []).length > 0,
    );
    await Promise.all([readyFor(schema, ...answers), writes && TextLine.load()]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "sound") throw new Error("This is no sound.");
    return createSoundEditor(readSchema(schema), source, answer, options);
  },
  readAnswer: (json) => readAnswer(json, "sound"),
  difference,
  isBare: (editor) =>
    editor.schema.labels.some(isClockLabel) && !editor.answer().annotations.some(isClockMark),
  showPin: (editor, pin) => void soundKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shapes) => own(editor).patch({ shapes }),
  inspecting: () => import("../clock/inspecting").then((its) => its.clockInspecting),
  suggested: () => import("../clock/suggested").then((its) => its.looks),
  fit: (editor) => own(editor).fit(),
  Board: given(Board),
  Rail: given(SoundRail),
  Status: given(SoundStatus),
  Panel: given(SoundPanel),
  Dock: given(Dock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(Fault),
  DiffList: given(DiffList),
  Light: null,
};
