import type { LabelClass } from "./doc";

export const isTree = (classes: readonly LabelClass[]): boolean =>
  classes.some((one) => one.parent !== null && one.parent !== undefined);

/** The classes that a class belongs to, the nearest first. */
export function above(classes: readonly LabelClass[], id: string): readonly string[] {
  const found: string[] = [];
  let at = classes.find((one) => one.id === id)?.parent;
  while (at !== null && at !== undefined && !found.includes(at)) {
    const over = at;
    found.push(over);
    at = classes.find((one) => one.id === over)?.parent;
  }
  return found;
}

export type TreeRow = { one: LabelClass; level: number; inner: boolean };

/** The classes as they stand under each other; `open` says whose children are shown, and `wanted`
 * leaves only what it finds, with the way to it. */
export function rowsOf(
  classes: readonly LabelClass[],
  open: (id: string) => boolean,
  wanted: ((one: LabelClass) => boolean) | null,
): readonly TreeRow[] {
  const under = new Map<string | null, LabelClass[]>();
  for (const one of classes) {
    const key = one.parent ?? null;
    under.set(key, [...(under.get(key) ?? []), one]);
  }
  const kept =
    wanted === null
      ? null
      : new Set(classes.filter(wanted).flatMap((one) => [one.id, ...above(classes, one.id)]));
  const rows: TreeRow[] = [];
  const walk = (parent: string | null, level: number) => {
    for (const one of under.get(parent) ?? []) {
      if (kept !== null && !kept.has(one.id)) continue;
      const inner = under.has(one.id);
      rows.push({ one, level, inner });
      if (inner && (kept !== null || open(one.id))) walk(one.id, level + 1);
    }
  };
  walk(null, 1);
  return rows;
}
