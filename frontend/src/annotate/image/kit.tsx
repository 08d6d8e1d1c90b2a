import type { ComponentType } from "react";
import { Coordinates } from "../a11y/coordinates";
import { ObjectList } from "../a11y/object-list";
import { difference } from "../core/diff";
import { isMark, isShapeLabel, readAnswer } from "../core/doc";
import { asksAttributes } from "../core/kinds";
import type { Editing, Kit } from "../kit";
import { Canvas } from "../parts/canvas";
import { Labels } from "../parts/labels";
import { LightButton } from "../parts/light";
import {
  Attributes,
  DiffList,
  FaultLine,
  Faults,
  LightFields,
  PhoneTools,
  PictureDock,
} from "../parts/parts-later";
import { StatusBar } from "../parts/status-bar";
import { Tools } from "../parts/tools";
import { createEditor, type Editor } from "./acts";
import { makeReady } from "./ready";

type Of = { editor: Editor };
// A kit is only given editors that it has made.
const own = (editor: Editing): Editor => editor as unknown as Editor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

function Parts({ editor }: Of) {
  return (
    <>
      <Labels editor={editor} />
      {editor.schema.labels.some(isShapeLabel) && (
        <>
          <ObjectList editor={editor} />
          {asksAttributes(editor.schema) && <Attributes editor={editor} />}
          <Coordinates editor={editor} />
        </>
      )}
    </>
  );
}

function Panel({ editor }: Of) {
  return (
    <div className="an-panel">
      <Parts editor={editor} />
    </div>
  );
}

function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Parts editor={editor} />
      <LightFields editor={editor} />
    </div>
  );
}

/** Pictures, for the pages. */
export const pictureKit: Kit = {
  modality: "picture",
  ready: makeReady,
  open(schema, source, answer, options = {}) {
    if (source.modality !== "picture") throw new Error("This is no picture.");
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
  Rail: given(Tools),
  Status: given(StatusBar),
  Panel: given(Panel),
  Dock: given(PictureDock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine),
  DiffList: given(DiffList),
  Light: given(LightButton),
};
