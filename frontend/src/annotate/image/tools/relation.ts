import { ArrowUpRight } from "lucide-react";
import {
  type Annotation,
  type Id,
  isRelation,
  type Mark,
  type Point,
  put,
  type Relation,
} from "../../core/doc";
import { distance } from "../../core/geometry";
import type { Hands, Tool } from "../../core/tool";
import { paintLink } from "../arrows";
import { paintDraft } from "../drafts";
import { middleOf } from "../links";
import { painters } from "../paint";
import type { ToolKind } from "./kind";
import { pick } from "./pick";

/**
 * Joins two objects: dragged from one to the other, or one clicked after the other. By keys: Enter
 * takes the selected one for the first end, and again for the second.
 */
function createRelation(): Tool {
  let from: Id | null = null;
  let pressedAt: Point | null = null;
  let to: Point | null = null;
  let own: Hands | null = null;

  const end = () => {
    from = null;
    pressedAt = null;
    to = null;
  };
  const markOf = (hands: Hands, id: Id | null): Mark | undefined =>
    hands.marks().find((mark) => mark.id === id);
  const begin = (hands: Hands, id: Id) => {
    own = hands;
    from = id;
    hands.select([id]);
    hands.say("relation_from");
  };
  const join = (hands: Hands, id: Id): void => {
    const choice = hands.choiceFor("relation");
    const [one, other] = [markOf(hands, from), markOf(hands, id)];
    if (choice === null || one === undefined || other === undefined || one === other) return;
    const { label } = choice;
    const allowed = (names: readonly string[] | null | undefined, mark: Mark) =>
      names == null || names.includes(mark.name);
    // Drawn the other way round, where only that way is asked for, it is meant that way.
    const fits = allowed(label.from, one) && allowed(label.to, other);
    const turned = !fits && allowed(label.from, other) && allowed(label.to, one);
    end();
    if (!fits && !turned) {
      hands.say("relation_not_allowed");
      hands.redraw();
      return;
    }
    const [a, b] = turned ? [other.id, one.id] : [one.id, other.id];
    const same = (each: Annotation): each is Relation =>
      isRelation(each) &&
      each.name === label.name &&
      each.class === choice.class.id &&
      ((each.from === a && each.to === b) ||
        (label.directed === false && each.from === b && each.to === a));
    const there = hands.answer().annotations.find(same);
    if (there !== undefined) hands.select([there.id]);
    else {
      const made: Relation = {
        kind: "relation",
        id: hands.newId(),
        name: label.name,
        class: choice.class.id,
        from: a,
        to: b,
      };
      hands.show(put(hands.answer(), made));
      hands.keep("related", [made.id]);
    }
    hands.redraw();
  };

  return {
    cursor: (hands, pointed) => (pick(hands, pointed).length > 0 ? "pointer" : "crosshair"),
    down(hands, pointed) {
      pressedAt = pointed.at;
      const [top] = pick(hands, pointed);
      if (from === null && top !== undefined) begin(hands, top.id);
      to = pointed.at;
      hands.redraw();
    },
    move(hands, pointed) {
      if (from === null) return;
      to = pointed.at;
      hands.redraw();
    },
    up(hands, pointed) {
      if (pressedAt === null) return;
      const dragged = distance(pressedAt, pointed.at) * hands.scale() > 4;
      pressedAt = null;
      const over = pick(hands, pointed).find((mark) => mark.id !== from);
      if (from === null) hands.select([]);
      else if (over !== undefined) join(hands, over.id);
      else if (dragged || pick(hands, pointed).length === 0) end();
      hands.redraw();
    },
    cancel(hands) {
      if (from === null) return false;
      end();
      hands.redraw();
      return true;
    },
    act(hands, act) {
      if (act === "undo" && from !== null) {
        end();
        hands.redraw();
        return true;
      }
      if (act !== "finish") return false;
      const [id, second] = hands.selected();
      if (id === undefined || markOf(hands, id) === undefined) return false;
      if (second !== undefined && from === null) {
        // Two are selected: the one that was selected first is the first end.
        from = second;
        own = hands;
        join(hands, id);
      } else if (from === null) begin(hands, id);
      else join(hands, id);
      hands.redraw();
      return true;
    },
    offers: (hands) => ({
      says: { key: from === null ? "relation_from" : "relation_to" },
      acts: [
        { act: "finish", off: !hands.selected().some((id) => markOf(hands, id) !== undefined) },
      ],
    }),
    draft() {
      const choice = own?.choiceFor("relation") ?? null;
      const one = own === null ? undefined : markOf(own, from);
      if (choice === null || one === undefined || to === null) return null;
      const of = { name: choice.label.name, class: choice.class.id };
      return { kind: "link", from: middleOf(one), to, of };
    },
    focus: () => (pressedAt === null ? null : to),
  };
}

painters.draft = paintDraft;
painters.link = paintLink;

export const relation: ToolKind = {
  icon: ArrowUpRight,
  keys: ["Shift+KeyL"],
  draws: "relation",
  create: createRelation,
};
