/** Reading order: which marks there are to order, how they lie, what an order holds. */
import { type Answer, type Id, newId, put, remove } from "../core/doc";
import { isOrdered } from "./checks";
import type { Order, OrderLabel, PageBox, Table } from "./doc";
import { indexOf } from "./page";

export const orderOf = (answer: Answer, label: OrderLabel): Order | undefined =>
  answer.annotations.find((one): one is Order => one.kind === "order" && one.name === label.name);

/** What is put in order, as it lies: page by page, line by line, from the left. */
export function meantIn(answer: Answer, label: OrderLabel): readonly (PageBox | Table)[] {
  const all = answer.annotations.filter((one): one is PageBox | Table => isOrdered(label, one));
  const pages = new Map<string, (PageBox | Table)[]>();
  for (const one of all) pages.set(one.part, [...(pages.get(one.part) ?? []), one]);
  return [...pages]
    .sort(([one], [other]) => indexOf(one) - indexOf(other))
    .flatMap(([, ones]) => inLines(ones));
}

/** Boxes whose middles are as high stand in one line. */
function inLines(ones: readonly (PageBox | Table)[]): readonly (PageBox | Table)[] {
  const lines: { middle: number; of: (PageBox | Table)[] }[] = [];
  for (const one of [...ones].sort((a, b) => a.y - b.y)) {
    const middle = one.y + one.height / 2;
    const line = lines.find(
      (each) =>
        middle >= each.of[0]!.y &&
        middle <= each.of[0]!.y + each.of[0]!.height &&
        each.of[0]!.height <= 2 * one.height,
    );
    if (line === undefined) lines.push({ middle, of: [one] });
    else line.of.push(one);
  }
  return lines
    .sort((a, b) => a.middle - b.middle)
    .flatMap(({ of }) => of.sort((a, b) => a.x - b.x));
}

/** With that order; none where nothing is in it. */
export function withOrder(answer: Answer, label: OrderLabel, order: readonly Id[]): Answer {
  const had = orderOf(answer, label);
  if (order.length === 0) return had === undefined ? answer : remove(answer, [had.id]);
  return put(answer, { kind: "order", id: had?.id ?? newId(), name: label.name, order });
}

/** Without what is gone: an order of what is not there is none. */
export function tidied(answer: Answer, labels: readonly OrderLabel[]): Answer {
  const here = new Set(answer.annotations.map(({ id }) => id));
  let next = answer;
  for (const label of labels) {
    const order = orderOf(next, label);
    if (order?.order.some((id) => !here.has(id)))
      next = withOrder(
        next,
        label,
        order.order.filter((id) => here.has(id)),
      );
  }
  return next;
}

/** With one of them elsewhere in the order, counted from 0. */
export function placedAt(order: readonly Id[], id: Id, to: number): readonly Id[] {
  const rest = order.filter((one) => one !== id);
  return rest.toSpliced(Math.min(Math.max(to, 0), rest.length), 0, id);
}
