import type { Schema } from "../../core/doc";
import type { Tool } from "../../core/tool";
import { box } from "./box";
import { cuboid } from "./cuboid";
import { keypoints } from "./keypoints";
import type { ToolKind } from "./kind";
import { mask } from "./mask";
import { pan } from "./pan";
import { pin } from "./pin";
import { point } from "./point";
import { polygon } from "./polygon";
import { polyline } from "./polyline";
import { relation } from "./relation";
import { rotatedBox } from "./rotated-box";
import { select } from "./select";

// A tool joins here, in the order of the rail. One that draws is called as the kind that it draws.
const TOOLS = {
  select,
  box,
  rotated_box: rotatedBox,
  polygon,
  polyline,
  point,
  keypoints,
  mask,
  cuboid,
  relation,
  pan,
  pin,
} satisfies Record<string, ToolKind>;

export type ToolId = keyof typeof TOOLS;

export const TOOL_IDS = Object.keys(TOOLS) as ToolId[];
export const toolOf = (id: ToolId): ToolKind => TOOLS[id];
export const isTool = (id: string): id is ToolId => id in TOOLS;

/** Fresh tools for a schema, in the order of the rail; `pins` for who inspects. */
export function createTools(schema: Schema, pins: boolean): ReadonlyMap<ToolId, Tool> {
  const kinds = new Set<string>(schema.labels.map((label) => label.kind));
  return new Map(
    TOOL_IDS.filter((id) => id !== "pin" || pins)
      .filter((id) => toolOf(id).draws === undefined || kinds.has(toolOf(id).draws ?? ""))
      .map((id) => [id, toolOf(id).create()] as const),
  );
}
