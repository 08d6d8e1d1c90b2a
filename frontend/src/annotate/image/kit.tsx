import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { isMark, isShapeLabel, readAnswer } from "../core/doc";
import type { Editing, Kit } from "../kit";
import { Canvas } from "../parts/canvas";
import { later, loadAround } from "../parts/later";
import { DiffList, FaultLine, Faults, PhoneTools, PictureDock } from "../parts/parts-later";
import { createEditor, type Editor } from "./acts";
import { makeReady } from "./ready";

type Of = { editor: Editor };
// A kit is only given editors that it has made.
const own = (editor: Editing): Editor => editor as unknown as Editor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// What stands around at a desk, or above and under a thumb: each device fetches its own.
const Rail = later(() => import("./desk").then((its) => its.Tools));
const Status = later(() => import("./desk").then((its) => its.StatusBar));
const Panel = later(() => import("./desk").then((its) => its.Panel));
const Light = later(() => import("./desk").then((its) => its.LightButton));
const Sheet = later(() => import("./desk").then((its) => its.Sheet));
const DESK = [Rail, Status, Panel];
const UNDER_THUMB = [PictureDock, PhoneTools];

/** Pictures, for the pages. */
export const pictureKit: Kit = {
  modality: "picture",
  async ready(schema, ...answers) {
    await Promise.all([makeReady(schema, ...answers), loadAround(DESK, UNDER_THUMB)]);
  },
  open(schema, source, answer, options = {}) {
    if (source.modality !== "picture") throw new Error(source.modality);
    return createEditor(schema, source, answer, options);
  },
  readAnswer,
  difference,
  isBare: (editor) =>
    editor.schema.labels.some(isShapeLabel) && !editor.answer().annotations.some(isMark),
  showPin: (editor, pin) => void pictureKit.inspecting().then((its) => its.showPin(editor, pin)),
  showShapes: (editor, shown) => own(editor).showShapes(shown),
  inspecting: () => import("./inspecting").then((its) => its.inspecting),
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: (editor) => own(editor).fit(),
  Board: given(Canvas),
  Rail: given(Rail),
  Status: given(Status),
  Panel: given(Panel),
  Dock: given(PictureDock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine),
  DiffList: given(DiffList),
  Light: given(Light),
};
