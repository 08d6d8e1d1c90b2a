import { MousePointer2 } from "lucide-react";
import { type Mark, type Point, put, type Rect } from "../../core/doc";
import { between, distance, encloses } from "../../core/geometry";
import { shapeOf } from "../../core/shapes";
import { moveAll } from "../../core/shapes/together";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { createGrip } from "./grip";
import type { ToolKind } from "./kind";
import { pick } from "./pick";

/** How far a hand may slip, in screen pixels, before a click is a drag. */
const SLIP = 3;

type Doing =
  | { what: "move"; from: Point; marks: readonly Mark[]; click: string | null; moved: boolean }
  | { what: "area"; from: Point; rect: Rect; kept: readonly string[] }
  | { what: "pan"; from: Point; tap: string | null; moved: boolean };

/** Selects, moves and resizes; on an empty place it selects an area, or moves the view by touch. */
function createSelect(): Tool {
  const grip = createGrip();
  let doing: Doing | null = null;

  const startOn = (hands: Hands, pointed: Pointed, picks: readonly Mark[]): void => {
    const [top] = picks;
    const selected = hands.selected();
    if (top === undefined) return;
    if (pointed.shift) {
      const has = selected.includes(top.id);
      hands.select(has ? selected.filter((id) => id !== top.id) : [...selected, top.id]);
      return;
    }
    const mine = picks.find((mark) => selected.includes(mark.id));
    if (mine === undefined && pointed.touch) {
      // A finger that moves over the picture shall not carry off what happens to lie under it.
      doing = { what: "pan", from: pointed.at, tap: top.id, moved: false };
      return;
    }
    let click: string | null = null;
    if (mine === undefined) hands.select([top.id]);
    else {
      // What is selected is moved; a click without movement takes the one that lies on or under it.
      const next = picks[(picks.indexOf(mine) + 1) % picks.length] ?? top;
      click = mine === top ? next.id : top.id;
    }
    const ids = new Set(hands.selected());
    doing = {
      what: "move",
      from: pointed.at,
      marks: hands.marks().filter((mark) => ids.has(mark.id)),
      click,
      moved: false,
    };
  };

  return {
    cursor(hands, pointed) {
      const handle = grip.over(hands, pointed);
      if (handle !== undefined) return handle.cursor;
      if (pick(hands, pointed).length === 0) return "default";
      return hands.readOnly() ? "pointer" : "move";
    },
    down(hands, pointed) {
      if (grip.down(hands, pointed)) return;
      const picks = pick(hands, pointed);
      if (picks.length > 0) startOn(hands, pointed, picks);
      else if (pointed.touch) doing = { what: "pan", from: pointed.at, tap: null, moved: false };
      else {
        const kept = pointed.shift ? hands.selected() : [];
        doing = { what: "area", from: pointed.at, rect: between(pointed.at, pointed.at), kept };
      }
    },
    move(hands, pointed, pressed) {
      if (!pressed || grip.move(hands, pointed) || doing === null) return;
      const slipped = distance(pointed.at, doing.from) * hands.scale() <= SLIP;
      if (doing.what === "pan") {
        if (slipped && !doing.moved) return;
        doing.moved = true;
        const scale = hands.scale();
        hands.pan((pointed.at[0] - doing.from[0]) * scale, (pointed.at[1] - doing.from[1]) * scale);
      } else if (doing.what === "area") {
        doing.rect = between(doing.from, pointed.at);
        hands.redraw();
      } else if (!hands.readOnly() && (doing.moved || !slipped)) {
        doing.moved = true;
        const [dx, dy] = [pointed.at[0] - doing.from[0], pointed.at[1] - doing.from[1]];
        const moved = moveAll(doing.marks, Math.round(dx), Math.round(dy), hands.size);
        hands.show(put(hands.answer(), ...moved));
      }
    },
    up(hands) {
      if (grip.up(hands) || doing === null) return;
      if (doing.what === "area") {
        const { rect, kept } = doing;
        const caught = hands
          .marks()
          .filter((mark) => encloses(rect, shapeOf(mark).bounds(mark)))
          .map((mark) => mark.id);
        hands.select([...new Set([...kept, ...caught])]);
      } else if (doing.what === "pan") {
        if (!doing.moved) hands.select(doing.tap === null ? [] : [doing.tap]);
      } else if (doing.moved) hands.keep("moved");
      else if (doing.click !== null) hands.select([doing.click]);
      doing = null;
      hands.redraw();
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      if (doing === null) return false;
      if (doing.what === "move") hands.drop();
      doing = null;
      hands.redraw();
      return true;
    },
    holds: () => grip.holds() || doing?.what === "move",
    draft: () => (doing?.what === "area" ? { kind: "area", rect: doing.rect } : null),
    focus: () => grip.focus(),
  };
}

export const select: ToolKind = {
  icon: MousePointer2,
  keys: ["KeyV"],
  reads: true,
  create: createSelect,
};
