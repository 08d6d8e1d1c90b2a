import type { ComponentType } from "react";
import { isClockLabel, isClockMark } from "../clock/doc";
import { difference } from "../core/diff";
import { readAnswer } from "../core/doc";
import { asksAttributes, kindsIn } from "../core/kinds";
import { loadShapes } from "../core/shapes";
import { loadChecks } from "../core/validity";
import { loadTools } from "../image/tools";
import type { Editing, Kit } from "../kit";
import { later } from "../parts/later";
import {
  Attributes,
  Labels,
  LightButton,
  PhoneTools,
  PictureDock,
  Questions,
  Relations,
  StatusBar,
  WholeLabels,
} from "../parts/parts-later";
import { Tools } from "../parts/tools";
import { createVideoEditor, type VideoEditor } from "./editor";
import { Board } from "./parts/board";
import { Panel, Sheet } from "./parts/panel";
import { Status } from "./parts/status";
import { isTrack, shapeKind } from "./tracks";

type Of = { editor: VideoEditor };
// A kit is only given editors that it has made.
const own = (editor: Editing): VideoEditor => editor as unknown as VideoEditor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;
/** A part of the picture's, on the frame at hand. */
const framed = <P extends { editor: VideoEditor["frame"] }>(Part: ComponentType<P>) => {
  const Framed = ({ editor, ...rest }: Of) => (
    <Part {...({ ...rest, editor: editor.frame } as unknown as P)} />
  );
  return given(Framed) as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;
};

// What is only shown when something is wrong or compared.
const DiffList = later(() => import("./parts/diff-list").then((its) => its.DiffList));
const Faults = later(() => import("./parts/faults").then((its) => its.Faults));
const FaultLine = later(() => import("./parts/faults").then((its) => its.FaultLine));

/** What kinds of labels need that have no place on a frame. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  class: WholeLabels.load,
  relation: Relations.load,
  writing: Questions.load,
  rating: Questions.load,
};

/** Videos, for the pages. */
export const videoKit: Kit = {
  modality: "video",
  async ready(schema, ...answers) {
    const kinds = [...kindsIn([schema, ...answers])];
    const shapes = kinds.map((kind) => shapeKind(kind) ?? kind);
    await Promise.all([
      loadShapes(shapes),
      loadTools(shapes),
      loadChecks(kinds),
      Labels.load(),
      LightButton.load(),
      StatusBar.load(),
      ...kinds.map((kind) => PARTS[kind]?.()),
      asksAttributes(schema) && Attributes.load(),
    ]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "video") throw new Error(source.modality);
    return createVideoEditor(schema, source, answer, options) as unknown as Editing;
  },
  readAnswer: (json) => readAnswer(json, "video"),
  difference,
  isBare: (editor) =>
    editor.schema.labels.some((label) => isTrack(label) || isClockLabel(label)) &&
    !editor.answer().annotations.some((one) => isTrack(one) || isClockMark(one)),
  showPin: (editor, pin) => void videoKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shapes) => own(editor).clock.patch({ shapes }),
  inspecting: () => import("./inspecting").then((its) => its.inspecting),
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: (editor) => own(editor).frame.fit(),
  Board: given(Board),
  Rail: framed(Tools),
  Status: given(Status),
  Panel: given(Panel),
  Dock: framed(PictureDock),
  PhoneTools: framed(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine),
  DiffList: given(DiffList),
  Light: framed(LightButton),
};
