import type { Core, Cursor } from "./editor";
import { further, passageOf, slice, type Unit } from "./points";

export type Move = Unit | "line" | "paragraph" | "part";

/** What is marked, in reading order; null where nothing is. */
export const rangeOf = (cursor: Cursor | null): readonly [number, number] | null =>
  cursor === null || cursor.anchor === cursor.head
    ? null
    : [Math.min(cursor.anchor, cursor.head), Math.max(cursor.anchor, cursor.head)];

/** Nothing is marked any more, and the cursor stays. */
export const collapsed = (cursor: Cursor | null): Cursor | null =>
  cursor === null ? null : { ...cursor, anchor: cursor.head };

/** Where the cursor begins: before the part that is worked on. */
export function startAt(core: Core): Cursor | null {
  const part = core.get().part ?? core.parts[0]?.id;
  return part === undefined ? null : { part, anchor: 0, head: 0 };
}

/** Where a movement of the head ends; null where there is no further. */
export function target(
  core: Core,
  { part, head, anchor }: Cursor,
  by: Move,
  way: 1 | -1,
): number | null {
  const text = passageOf(core.parts.find((one) => one.id === part)?.text ?? "");
  if (by === "line") return core.sight?.line({ part, head, anchor }, way) ?? null;
  if (by === "part") return way > 0 ? text.length : 0;
  if (by !== "paragraph") return further(text, head, by, way);
  const here = text.paragraphs.find((one) => one.start <= head && head <= one.end);
  return (way > 0 ? here?.end : here?.start) ?? null;
}

/** What the cursor has gone over, or what is marked now, for who does not see it. */
export function sayMove(core: Core, before: Cursor, at: number, extend: boolean): void {
  const text = core.parts.find((one) => one.id === before.part)?.text ?? "";
  const range = extend
    ? [Math.min(before.anchor, at), Math.max(before.anchor, at)]
    : [Math.min(before.head, at), Math.max(before.head, at)];
  const passed = slice(text, range[0]!, range[1]!).trim();
  if (passed !== "") core.say(extend ? "marking" : "passed", passed.slice(0, 200));
}
