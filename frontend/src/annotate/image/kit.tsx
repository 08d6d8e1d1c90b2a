import type { ComponentType } from "react";
import { difference } from "../core/diff";
import { isMark, isShapeLabel, readAnswer } from "../core/doc";
import { asksAttributes } from "../core/kinds";
import { around } from "../core/view";
import type { Editing, Kit } from "../kit";
import { Canvas } from "../parts/canvas";
import {
  Attributes,
  Coordinates,
  DiffList,
  FaultLine,
  Faults,
  Labels,
  LightButton,
  LightFields,
  ObjectList,
  PhoneTools,
  PictureDock,
  Pointed,
  StatusBar,
  WholeAnswers,
} from "../parts/parts-later";
import { Tools } from "../parts/tools";
import { createEditor, type Editor } from "./acts";
import type { Light } from "./editor";
import { makeReady } from "./ready";

type Of = { editor: Editor };
// A kit is only given editors that it has made.
const own = (editor: Editing): Editor => editor as unknown as Editor;
const given = <P extends Of>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// How the picture is lit stays from one piece to the next, until the page is left.
let light: Light = { brightness: 1, contrast: 1 };

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
  showPin(any, pin) {
    const editor = own(any);
    const { annotation, x, y } = pin;
    if (annotation && editor.get().answer.annotations.some((one) => one.id === annotation)) {
      editor.select([annotation]);
      editor.zoomTo(annotation);
    } else if (typeof x === "number" && typeof y === "number") {
      const size = Math.max(24, Math.min(editor.picture.width, editor.picture.height) / 6);
      const spot = { x: x - size / 2, y: y - size / 2, width: size, height: size };
      editor.view.set(around(editor.view.get(), spot, editor.picture));
    }
  },
  chosen(editor) {
    const [annotation] = own(editor).get().selected;
    return annotation === undefined ? null : { annotation };
  },
  things: (editor) => {
    const all = editor.get().answer.annotations;
    return [...all.filter(isMark).reverse(), ...all.filter((one) => !isMark(one))].map(
      (one) => one.id,
    );
  },
  choose(editor, id) {
    own(editor).select([id]);
    own(editor).reveal(id);
  },
  showShapes: (editor, shown) => own(editor).showShapes(shown),
  keepLooks(any) {
    const editor = own(any);
    editor.setLight(light);
    return editor.subscribe(() => {
      light = editor.get().light;
    });
  },
  follow(editor, from) {
    own(editor).view.set(own(from).view.get());
    own(editor).setLight(light);
  },
  setPinning: (editor, on) => own(editor).setTool(on ? "pin" : "select"),
  looking: ["zoom.in", "zoom.out", "zoom.fit", "select.next", "select.previous", "hide.all"],
  suggested: () => import("./suggested").then((its) => its.looks),
  fit: (editor) => own(editor).fit(),
  Board: given(Canvas),
  Rail: given(Tools),
  Status: given(StatusBar),
  Panel: given(Panel),
  List: given(ObjectList),
  Answers: given(WholeAnswers),
  Dock: given(PictureDock),
  PhoneTools: given(PhoneTools),
  Sheet: given(Sheet),
  Faults: given(Faults),
  Fault: given(FaultLine),
  DiffList: given(DiffList),
  Pointed: given(Pointed),
  Light: given(LightButton),
};
