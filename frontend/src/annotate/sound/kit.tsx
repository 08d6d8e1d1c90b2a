import type { ComponentType } from "react";
import { isClockLabel, isClockMark } from "../clock/doc";
import type { ClockEditor } from "../clock/editor";
import { DiffList, Fault, Faults } from "../clock/parts/parts-later";
import { readyFor } from "../clock/ready";
import { difference } from "../core/diff";
import { readAnswer, readSchema } from "../core/doc";
import type { Editing, Kit } from "../kit";
import { later, loadAround } from "../parts/later";
import { createSoundEditor, type SoundEditor } from "./editor";
import { Board } from "./parts/board";
import { TextLine } from "./parts/lines";
import { Specials } from "./parts/parts-later";
import { specialsIn } from "./written";

type Of = { editor: ClockEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): SoundEditor => editor as unknown as SoundEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What stands around at a desk, or above and under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.SoundRail));
const Status = later(() => import("./desk").then((its) => its.SoundStatus));
const Panel = later(() => import("./desk").then((its) => its.SoundPanel));
const Dock = later(() => import("./parts/phone").then((its) => its.SoundDock));
const PhoneTools = later(() => import("./parts/phone").then((its) => its.SoundPhoneTools));
const Sheet = later(() => import("./parts/sheet").then((its) => its.SoundSheet));

/** Sounds, for the pages. */
export const soundKit: Kit = {
  modality: "sound",
  async ready(schema, ...answers) {
    const writes = readSchema(schema).labels.some(
      (one) => one.kind === "segment" && (one.texts ?? []).length > 0,
    );
    await Promise.all([
      readyFor(schema, ...answers),
      loadAround([Rail, Status, Panel], [Dock, PhoneTools]),
      writes && TextLine.load(),
      specialsIn(readSchema(schema)).length > 0 && Specials.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "sound") throw new Error(source.modality);
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
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(Dock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(Fault),
  DiffList: given(DiffList),
  Light: null,
};
