import { TextSelect } from "lucide-react";
import { type Mark, put } from "../../core/doc";
import type { Hands, Pointed, Tool } from "../../core/tool";
import { createGrip } from "../../image/tools/grip";
import type { ToolKind } from "../../image/tools/kind";
import { pick } from "../../image/tools/pick";
import { letterAt, rectsOf, type Stretch, trimmed, wordAt, wordsOf } from "../layer";
import { pageOf, partOf } from "../page";
import type { PageSpan } from "../shapes/page-span";

// What boards ask for in the place of spans.
const ASKED = "page_span" as "span";

/**
 * Marks text: dragged from a letter to another, a word by a double press. By keys a word is in hand: arrows
 * go from word to word, with Shift they take more words, Enter marks.
 */
function createSpan(): Tool {
  const grip = createGrip();
  let from: number | null = null;
  let to: number | null = null;
  /** The words that keys have in hand: the one that stays, and the one that moves. */
  let hand: { fixed: number; moving: number } | null = null;
  let own: Hands | null = null;

  const end = () => {
    from = null;
    to = null;
  };
  const layerOf = (hands: Hands) => pageOf(hands.size).layer();
  const letter = (hands: Hands, { at, reach }: Pointed) => letterAt(layerOf(hands), at, reach * 2);
  const made = (hands: Hands, stretch: Stretch, id: string): PageSpan | null => {
    const choice = hands.choiceFor(ASKED);
    const layer = layerOf(hands);
    const [start, stop] = trimmed(layer, stretch);
    if (choice === null || stop <= start) return null;
    return {
      kind: "page_span",
      id,
      name: choice.label.name,
      class: choice.class.id,
      part: partOf(hands.size),
      start,
      end: stop,
      rects: rectsOf(layer, start, stop),
    };
  };
  const keep = (hands: Hands, stretch: Stretch): void => {
    const span = made(hands, stretch, hands.newId());
    if (span === null) return;
    const same = (one: Mark) =>
      one.kind === "page_span" &&
      one.name === span.name &&
      one.class === span.class &&
      one.start === span.start &&
      one.end === span.end;
    // Marked the same twice, it is there already.
    const there = hands.marks().find(same);
    if (there !== undefined) hands.select([there.id]);
    else {
      hands.show(put(hands.answer(), span));
      hands.keep("drawn", [span.id]);
    }
  };
  const dragged = (): Stretch | null =>
    from === null || to === null ? null : [Math.min(from, to), Math.max(from, to) + 1];
  const inHand = (hands: Hands): Stretch | null => {
    if (hand === null) return null;
    const words = wordsOf(layerOf(hands));
    const [one, other] = [words[hand.fixed], words[hand.moving]];
    if (one === undefined || other === undefined) return null;
    return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
  };
  /** The words from one line up or down: the nearest across. */
  const vertical = (hands: Hands, at: number, step: number): number => {
    const layer = layerOf(hands);
    const words = wordsOf(layer);
    const rect = rectsOf(layer, ...words[at]!)[0];
    if (rect === undefined) return at;
    const middle = rect.x + rect.width / 2;
    const found = letterAt(
      layer,
      [middle, rect.y + rect.height / 2 + step * rect.height * 1.4],
      rect.height * 4,
    );
    if (found === null) return at;
    const next = words.findIndex(([start, stop]) => found >= start && found < stop);
    return next < 0 ? at : next;
  };
  const walk = (hands: Hands, way: string, more: boolean): boolean => {
    own = hands;
    const words = wordsOf(layerOf(hands));
    if (words.length === 0 || hands.choiceFor(ASKED) === null) return false;
    if (hand === null) {
      hands.select([]);
      hand = { fixed: 0, moving: 0 };
    } else {
      const step = way === "left" || way === "up" ? -1 : 1;
      const beside = way === "left" || way === "right";
      const moved = beside ? hand.moving + step : vertical(hands, hand.moving, step);
      const moving = Math.min(Math.max(moved, 0), words.length - 1);
      hand = { moving, fixed: more ? hand.fixed : moving };
    }
    hands.redraw();
    return true;
  };
  return {
    cursor: (hands, pointed) =>
      grip.over(hands, pointed)?.cursor ?? (letter(hands, pointed) === null ? "default" : "text"),
    down(hands, pointed) {
      own = hands;
      hand = null;
      if (grip.down(hands, pointed)) return;
      from = letter(hands, pointed);
      to = null;
    },
    move(hands, pointed, pressed) {
      if (!pressed || grip.move(hands, pointed) || from === null) return;
      const reach = { ...pointed, reach: pointed.reach * 4 };
      const next = letter(hands, reach);
      // A press that hardly moves is none that marks.
      if (next !== null && (next !== from || to !== null)) to = next;
      hands.redraw();
    },
    up(hands, pointed) {
      if (grip.up(hands)) return;
      const stretch = dragged();
      if (stretch !== null) keep(hands, stretch);
      else {
        const [top] = pick(hands, pointed);
        hands.select(top === undefined ? [] : [top.id]);
      }
      end();
      hands.redraw();
    },
    double(hands, pointed) {
      const index = letter(hands, pointed);
      if (index !== null) keep(hands, wordAt(layerOf(hands), index));
    },
    cancel(hands) {
      if (grip.cancel(hands)) return true;
      const had = from !== null || hand !== null;
      end();
      hand = null;
      hands.redraw();
      return had;
    },
    holds: grip.holds,
    act(hands, act) {
      const [, far, way] = /^move(_far)?\.(\w+)$/.exec(act) ?? [];
      if (way !== undefined)
        return hands.selected().length > 0 ? false : walk(hands, way, far !== undefined);
      const stretch = inHand(hands);
      if (act !== "finish" || stretch === null) return false;
      keep(hands, stretch);
      hands.redraw();
      return true;
    },
    offers(hands) {
      if (layerOf(hands).letters.length === 0)
        return { says: { key: pageOf(hands.size).reads ? "span_coming" : "span_none" }, acts: [] };
      const held = hand !== null && hands.selected().length === 0;
      return { says: { key: held ? "span_words" : "span" }, acts: held ? [{ act: "finish" }] : [] };
    },
    draft() {
      if (own === null || own.selected().length > 0) {
        if (dragged() === null || own === null) return null;
      }
      const stretch = dragged() ?? inHand(own);
      const mark = stretch === null ? null : made(own, stretch, "draft");
      return mark === null ? null : { kind: "mark", mark };
    },
    focus: () => grip.focus(),
  };
}

export const spanTool: ToolKind = {
  icon: TextSelect,
  keys: ["KeyP"],
  draws: "page_span",
  create: createSpan,
};
