import type { Answer, Box, PictureSchema, Point } from "~/annotate";
import { ACTS } from "~/annotate/core/acts";
import type { Pointed } from "~/annotate/core/tool";
import { createEditor, type Editor } from "~/annotate/image/acts";
import { actsOfTools } from "~/annotate/image/keys";
import { TOOL_IDS, type ToolId } from "~/annotate/image/tools";
import "./hands";

/** All keys of an editor that has every tool. */
export const KEYS = [...ACTS, ...actsOfTools(TOOL_IDS)];

export const PICTURE = { url: "/a.jpg", width: 640, height: 480 };

export const SCHEMA: PictureSchema = {
  modality: "picture",
  labels: [
    {
      kind: "box",
      name: "cells",
      min: 1,
      max: 3,
      classes: [
        { id: "RBC", ko: "적혈구" },
        { id: "WBC", ko: "백혈구" },
      ],
    },
    { kind: "polygon", name: "outline", classes: [{ id: "nucleus" }] },
    { kind: "class", name: "stain", classes: [{ id: "good" }, { id: "poor" }] },
    {
      kind: "class",
      name: "marks",
      many: true,
      required: false,
      classes: [{ id: "blur" }, { id: "dust" }, { id: "tear" }],
    },
  ],
};

export const box = (id: string, x: number, y: number, width = 40, height = 30): Box => ({
  kind: "box",
  id,
  name: "cells",
  class: "RBC",
  x,
  y,
  width,
  height,
});

export const answer = (...annotations: Answer["annotations"]): Answer => ({
  modality: "picture",
  annotations,
});

export const at = (x: number, y: number, more: Partial<Pointed> = {}): Pointed => ({
  at: [x, y],
  slop: 5,
  reach: 12,
  touch: false,
  shift: false,
  alt: false,
  ...more,
});

/** Presses, moves and lets go, as a hand does. */
export function drag(editor: Editor, from: Point, to: Point, more: Partial<Pointed> = {}): void {
  const { hands } = editor;
  editor.tool().move(hands, at(...from, more), false);
  editor.tool().down(hands, at(...from, more));
  editor.tool().move(hands, at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, more), true);
  editor.tool().move(hands, at(...to, more), true);
  editor.tool().up(hands, at(...to, more));
}

export const click = (editor: Editor, spot: Point, more: Partial<Pointed> = {}): void => {
  editor.tool().down(editor.hands, at(...spot, more));
  editor.tool().up(editor.hands, at(...spot, more));
};

export const editor = (start: Answer | null = null, options = {}): Editor =>
  createEditor(SCHEMA, PICTURE, start, options);

const CLASS = [{ id: "one" }, { id: "two" }];
/** A schema with every kind that can be drawn, one label each, called as the kind. */
export const EVERY: PictureSchema = {
  modality: "picture",
  labels: [
    { kind: "box", name: "box", classes: CLASS },
    { kind: "rotated_box", name: "rotated_box", classes: CLASS },
    { kind: "polygon", name: "polygon", classes: CLASS },
    { kind: "polyline", name: "polyline", classes: CLASS },
    { kind: "point", name: "point", classes: CLASS },
    {
      kind: "keypoints",
      name: "keypoints",
      classes: CLASS,
      skeleton: { points: [{ id: "head" }, { id: "hand" }, { id: "foot" }], edges: [[0, 1]] },
    },
    { kind: "mask", name: "mask", classes: CLASS },
    { kind: "cuboid", name: "cuboid", classes: CLASS },
    {
      kind: "relation",
      name: "relation",
      classes: [{ id: "holds" }],
      from: ["box", "polygon"],
      to: ["point"],
    },
  ],
};

/** An editor with every tool, one of them in hand. */
export const every = (tool: ToolId, start: Answer | null = null): Editor => {
  const one = createEditor(EVERY, PICTURE, start);
  one.setTool(tool);
  return one;
};
