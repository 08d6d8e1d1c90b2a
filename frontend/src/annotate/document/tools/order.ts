import { Eraser, ListOrdered, WandSparkles } from "lucide-react";
import type { Hands, Tool } from "../../core/tool";
import { type ToolKind, toolAct } from "../../image/tools/kind";
import { pick } from "../../image/tools/pick";
import { type Ordering, pageOf } from "../page";

const orderingOf = (hands: Hands): Ordering | null => pageOf(hands.size).ordering();

/**
 * Reading order: one pressed after the other; pressed again it is taken out. By keys Enter takes what is
 * selected.
 */
function createOrder(): Tool {
  const toggle = (hands: Hands, id: string): void => {
    const ordering = orderingOf(hands);
    if (hands.readOnly() || ordering === null || !ordering.meant(id)) return;
    const ids = ordering.ids();
    const had = ids.includes(id);
    hands.select([id]);
    ordering.set(had ? ids.filter((one) => one !== id) : [...ids, id]);
    hands.say(had ? "order_out" : "order_in");
    hands.redraw();
  };
  return {
    cursor: (hands, pointed) => (pick(hands, pointed).length > 0 ? "pointer" : "default"),
    down: () => {},
    move: () => {},
    up(hands, pointed) {
      const top = pick(hands, pointed).find(({ id }) => orderingOf(hands)?.meant(id));
      if (top === undefined) hands.select([]);
      else toggle(hands, top.id);
    },
    cancel: () => false,
    act(hands, act) {
      const ordering = orderingOf(hands);
      if (ordering === null) return false;
      if (act === "reading.auto") ordering.auto();
      else if (act === "reading.clear") ordering.set([]);
      else if (act === "finish") {
        const [id] = hands.selected();
        if (id === undefined) return false;
        toggle(hands, id);
      } else return false;
      hands.redraw();
      return true;
    },
    offers(hands) {
      const n = (orderingOf(hands)?.ids().length ?? 0) + 1;
      return {
        says: { key: "order", n },
        acts: [
          { act: "finish", off: hands.selected().length === 0 },
          { act: "reading.auto" },
          { act: "reading.clear", off: n === 1 },
        ],
      };
    },
    draft: () => null,
  };
}

export const orderTool: ToolKind = {
  icon: ListOrdered,
  keys: ["KeyO"],
  draws: "order",
  acts: [toolAct("reading.auto", "Shift+KeyO"), toolAct("reading.clear", "Alt+KeyO")],
  icons: { "reading.auto": WandSparkles, "reading.clear": Eraser },
  create: createOrder,
};
