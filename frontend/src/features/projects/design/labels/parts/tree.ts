/** Classes as a tree: how deep each lies, and moves a level in or out. */
import type { ClassDraft } from "../model";

type Classes = readonly ClassDraft[];

const above = (one: ClassDraft, classes: Classes): ClassDraft | undefined =>
  classes.find((other) => other.key === one.parent);

/** The classes that one belongs to, the nearest first. */
function lineage(one: ClassDraft, classes: Classes): ClassDraft[] {
  const line: ClassDraft[] = [];
  let next = above(one, classes);
  while (next !== undefined && line.length < classes.length) {
    line.push(next);
    next = above(next, classes);
  }
  return line;
}

export const depthOf = (one: ClassDraft, classes: Classes): number => lineage(one, classes).length;

/** Those that a class may belong to: neither itself nor one under it. */
export const parentsFor = (one: ClassDraft, classes: Classes): ClassDraft[] =>
  classes.filter(
    (other) => other.key !== one.key && !lineage(other, classes).some((up) => up.key === one.key),
  );

/** Under the class before it, or beside the one that it was under; null where that cannot be. */
export function nested(classes: Classes, at: number, way: "in" | "out"): ClassDraft[] | null {
  const one = classes[at];
  if (one === undefined) return null;
  const depth = depthOf(one, classes);
  const before = classes.slice(0, at).findLast((other) => depthOf(other, classes) === depth);
  const parent = way === "in" ? before?.key : above(one, classes)?.parent;
  if (parent === undefined) return null;
  return classes.map((each) => (each.key === one.key ? { ...each, parent } : each));
}
