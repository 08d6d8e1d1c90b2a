import { type Id, isMark, type Mark, type Point, put } from "../core/doc";
import { type Corners, type Sight, shapeOf } from "../core/shapes";
import { putDown } from "./acts";
import type { Core } from "./editor";

/** Changes the corners of one shape; false where there is nothing to change. */
function bend(
  core: Core,
  id: Id,
  to: (corners: Corners<Mark>, one: Mark) => Mark | undefined,
  said: string | null,
  kind?: string,
): boolean {
  putDown(core);
  const { answer, readOnly } = core.get();
  const mark = answer.annotations.find((one) => one.id === id);
  if (readOnly || mark === undefined || !isMark(mark)) return false;
  const { corners } = shapeOf(mark);
  const next = corners === undefined ? undefined : to(corners, mark);
  if (next === undefined || next === mark) return false;
  core.commit(put(answer, next), undefined, kind);
  if (said !== null) core.say(said, { mark: next });
  return true;
}

/** The n-th corner elsewhere. */
export const setCorner = (core: Core, id: Id, index: number, at: Point): boolean =>
  bend(core, id, (corners, one) => corners.put(one, index, at), null, `corner ${index} ${id}`);

/** One more after the n-th. */
export const addCorner = (core: Core, id: Id, index: number): boolean =>
  bend(core, id, (corners, one) => corners.after?.(one, index), "corner_added");

/** Without the n-th, where it can be spared. */
export const removeCorner = (core: Core, id: Id, index: number): boolean =>
  bend(core, id, (corners, one) => corners.without?.(one, index), "corner_removed");

/** Whether the n-th point is there, and seen. */
export const seeCorner = (core: Core, id: Id, index: number, sight: Sight): boolean =>
  bend(core, id, (corners, one) => corners.see?.(one, index, sight), "corner_seen");
