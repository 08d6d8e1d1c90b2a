import type { ComponentType } from "react";
import { ObjectList } from "../a11y/object-list";
import { isMark } from "../core/doc";
import { around } from "../core/view";
import type { Editing, Inspecting } from "../kit";
import type { Pin } from "../parts/pins";
import { Pointed } from "../parts/pointed";
import { WholeAnswers } from "../parts/whole-answers";
import type { Editor } from "./acts";
import type { Light } from "./editor";

// A kit is only given editors that it has made.
const own = (editor: Editing): Editor => editor as unknown as Editor;
const given = <P extends { editor: Editor }>(component: ComponentType<P>) =>
  component as unknown as ComponentType<Omit<P, "editor"> & { editor: Editing }>;

// How the picture is lit stays from one piece to the next, until the page is left.
let light: Light = { brightness: 1, contrast: 1 };

/** Brings the place or the object of a pin near, and selects what it is about. */
function showPin(any: Editing, { annotation, x, y }: Pin): void {
  const editor = own(any);
  if (annotation && editor.get().answer.annotations.some((one) => one.id === annotation)) {
    editor.select([annotation]);
    editor.zoomTo(annotation);
  } else if (typeof x === "number" && typeof y === "number") {
    const size = Math.max(24, Math.min(editor.picture.width, editor.picture.height) / 6);
    const spot = { x: x - size / 2, y: y - size / 2, width: size, height: size };
    editor.view.set(around(editor.view.get(), spot, editor.picture));
  }
}

/** Pictures, for who inspects. */
export const inspecting: Inspecting = {
  showPin,
  chosen(editor) {
    const [annotation] = own(editor).get().selected;
    return annotation === undefined ? null : { annotation };
  },
  things(editor) {
    const all = editor.get().answer.annotations;
    const others = all.filter((one) => !isMark(one));
    return [...all.filter(isMark).reverse(), ...others].map((one) => one.id);
  },
  choose(editor, id) {
    own(editor).select([id]);
    own(editor).reveal(id);
  },
  setPinning: (editor, on) => own(editor).setTool(on ? "pin" : "select"),
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
  List: given(ObjectList),
  Answers: given(WholeAnswers),
  Pointed: given(Pointed),
  looking: ["zoom.in", "zoom.out", "zoom.fit", "select.next", "select.previous", "hide.all"],
};
