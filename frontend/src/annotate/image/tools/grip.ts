import { type Mark, type Point, put } from "../../core/doc";
import { type Handle, shapeOf } from "../../core/shapes";
import type { Hands, Pointed } from "../../core/tool";
import { handleAt, held } from "./pick";

/** Changing a shape by its handles: every tool that leaves shapes selected has one. */
export type Grip = {
  /** The handle under the pointer, of the shape that is selected. */
  over: (hands: Hands, pointed: Pointed) => Handle | undefined;
  down: (hands: Hands, pointed: Pointed) => boolean;
  move: (hands: Hands, pointed: Pointed) => boolean;
  up: (hands: Hands) => boolean;
  cancel: (hands: Hands) => boolean;
  holds: () => boolean;
  focus: () => Point | null;
};

export function createGrip(): Grip {
  let dragged: { mark: Mark; handle: string; moved: boolean; off: Point } | null = null;
  let at: Point | null = null;

  const over = (hands: Hands, pointed: Pointed) => {
    const mark = hands.readOnly() ? null : held(hands);
    return mark === null ? undefined : handleAt(mark, pointed, hands.scale());
  };
  const end = () => {
    dragged = null;
    at = null;
  };
  return {
    over,
    down(hands, pointed) {
      const mark = held(hands);
      const handle = over(hands, pointed);
      if (mark === null || handle === undefined) return false;
      const without = shapeOf(mark).corners?.without;
      if (pointed.alt && without !== undefined && handle.corner !== undefined) {
        const fewer = without(mark, handle.corner);
        if (fewer !== mark) {
          hands.show(put(hands.answer(), fewer));
          hands.keep("corner_removed");
        }
        return true;
      }
      // The handle keeps its place under the finger, instead of jumping to its middle.
      const off: Point = [handle.at[0] - pointed.at[0], handle.at[1] - pointed.at[1]];
      dragged = { mark, handle: handle.id, moved: false, off };
      at = handle.at;
      return true;
    },
    move(hands, pointed) {
      if (dragged === null) return false;
      const to: Point = [pointed.at[0] + dragged.off[0], pointed.at[1] + dragged.off[1]];
      dragged.moved = true;
      at = to;
      const { mark, handle } = dragged;
      hands.show(put(hands.answer(), shapeOf(mark).drag(mark, handle, to, hands.size)));
      return true;
    },
    up(hands) {
      if (dragged === null) return false;
      if (dragged.moved) hands.keep("resized");
      end();
      return true;
    },
    cancel(hands) {
      if (dragged === null) return false;
      hands.drop();
      end();
      return true;
    },
    holds: () => dragged !== null,
    focus: () => at,
  };
}
