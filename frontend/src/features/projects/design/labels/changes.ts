/** What differs between two label schemas, in the order of the later one. */
import type { Label, LabelClass, Schema } from "~/annotate/core/doc";

export type Change = {
  how: "added" | "removed" | "changed";
  what: "label" | "class" | "min" | "max" | "many" | "required";
  /** The name of what it is about, and of the question where it is a class. */
  name: string;
  from?: string;
  to?: string;
};

const titled = (one: Label | LabelClass, locale: string): string =>
  (locale === "en" ? one.en || one.ko : one.ko || one.en) || ("id" in one ? one.id : one.name);

function settings(label: Label): Partial<Record<Change["what"], string>> {
  if (label.kind === "class")
    return { many: String(label.many ?? false), required: String(label.required ?? true) };
  const max = label.max ?? 10_000;
  return { min: String(label.min ?? 0), max: max >= 10_000 ? "" : String(max) };
}

/** The changes from `before` (null: nothing yet) to `after`. */
export function changesOf(before: Schema | null, after: Schema, locale: string): Change[] {
  const changes: Change[] = [];
  const old = new Map((before?.labels ?? []).map((label) => [label.name, label]));
  for (const label of after.labels) {
    const was = old.get(label.name);
    old.delete(label.name);
    const name = titled(label, locale);
    if (was === undefined) {
      changes.push({ how: "added", what: "label", name });
    } else {
      const settled = settings(was);
      for (const [key, to] of Object.entries(settings(label))) {
        const what = key as Change["what"];
        const from = settled[what] ?? "";
        if (from !== to) changes.push({ how: "changed", what, name, from, to });
      }
    }
    const classes = new Map((was?.classes ?? []).map((one) => [one.id, one]));
    for (const one of label.classes) {
      const had = classes.get(one.id);
      classes.delete(one.id);
      const title = titled(one, locale);
      if (had === undefined) changes.push({ how: "added", what: "class", name: title });
      else if (had.ko !== one.ko || had.en !== one.en || had.colour !== one.colour)
        changes.push({
          how: "changed",
          what: "class",
          name: title,
          from: titled(had, locale),
          to: title,
        });
    }
    for (const gone of classes.values())
      changes.push({ how: "removed", what: "class", name: titled(gone, locale) });
  }
  for (const gone of old.values())
    changes.push({ how: "removed", what: "label", name: titled(gone, locale) });
  return changes;
}
