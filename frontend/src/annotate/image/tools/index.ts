import type { Schema } from "../../core/doc";
import type { Tool } from "../../core/tool";
import { createBox } from "./box";
import { createPan } from "./pan";
import { createPin } from "./pin";
import { createPolygon } from "./polygon";
import { createSelect } from "./select";

export type ToolId = "select" | "box" | "polygon" | "pan" | "pin";

// A tool joins here; it is offered where the schema has a label that it draws.
const MAKERS: Record<ToolId, () => Tool> = {
  select: createSelect,
  box: createBox,
  polygon: createPolygon,
  pan: createPan,
  pin: createPin,
};

/** Fresh tools for a schema, in the order of the rail; `pins` for who inspects. */
export function createTools(schema: Schema, pins: boolean): ReadonlyMap<ToolId, Tool> {
  const kinds = new Set(schema.labels.map((label) => label.kind));
  return new Map(
    (Object.keys(MAKERS) as ToolId[])
      .filter((id) => id !== "pin" || pins)
      .map((id) => [id, MAKERS[id]()] as const)
      .filter(([, tool]) => tool.needs === undefined || kinds.has(tool.needs)),
  );
}
