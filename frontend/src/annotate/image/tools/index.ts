import type { Label, Schema } from "../../core/doc";
import { fetched } from "../../core/fetched";
import type { Tool } from "../../core/tool";
import type { ToolKind } from "./kind";
import { pan } from "./pan";
import { pin } from "./pin";
import { select } from "./select";

const ALWAYS = { select, pan, pin };
type Tools = Partial<Record<Label["kind"] | "page_span", () => Promise<ToolKind>>>;

// A tool that draws joins here, in the order of the rail, called as the kind of label that it draws.
// Each is fetched where the schema asks for it.
const DRAWING = {
  box: () => import("./box").then((its) => its.box),
  rotated_box: () => import("./rotated-box").then((its) => its.rotatedBox),
  polygon: () => import("./polygon").then((its) => its.polygon),
  polyline: () => import("./polyline").then((its) => its.polyline),
  point: () => import("./point").then((its) => its.point),
  keypoints: () => import("./keypoints").then((its) => its.keypoints),
  mask: () => import("./mask").then((its) => its.mask),
  cuboid: () => import("./cuboid").then((its) => its.cuboid),
  relation: () => import("./relation").then((its) => its.relation),
} satisfies Tools;
/** Tools of another board, which may have keys of these: no schema has both. */
export const joinTools = (more: Tools): void => void Object.assign(DRAWING, more);

type DrawingId = keyof typeof DRAWING | keyof typeof import("../../document/joining").TOOLS;
export type ToolId = keyof typeof ALWAYS | DrawingId;

const draws = (id: string): id is DrawingId => id in DRAWING;

const inOrder = (drawing: object): readonly ToolId[] => [
  "select",
  ...(Object.keys(drawing) as DrawingId[]),
  "pan",
  "pin",
];
/** Those of pictures. */
export const TOOL_IDS = inOrder(DRAWING);
export const isTool = (id: string): id is ToolId => draws(id) || id in ALWAYS;

const known = fetched<ToolKind>(DRAWING, ALWAYS);

/** Fetches the tools that draw these kinds, once; for other kinds, nothing. */
export const loadTools = known.load;

/** A tool that has been fetched. */
export function toolOf(id: ToolId): ToolKind {
  const tool = known.get(id);
  if (tool === undefined) throw new Error(`Load the tool "${id}" first.`);
  return tool;
}

/** Fresh tools for a schema, in the order of the rail; `pins` for who inspects. */
export function createTools(schema: Schema, pins: boolean): ReadonlyMap<ToolId, Tool> {
  const kinds = new Set<string>(schema.labels.map((label) => label.kind));
  return new Map(
    inOrder(DRAWING)
      .filter((id) => id !== "pin" || pins)
      .filter((id) => !draws(id) || kinds.has(id))
      .map((id) => [id, toolOf(id).create()] as const),
  );
}
