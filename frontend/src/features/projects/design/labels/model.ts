/**
 * A label schema while it is being written: rows with names, colours and keys of their own. What is
 * sent is made of it at the end; what came from the server keeps its stored values.
 */
import type { LabelClass, Schema } from "~/annotate/core/doc";

export type ClassDraft = {
  key: string;
  /** The value that is stored; empty while it follows the names. */
  id: string;
  ko: string;
  en: string;
  /** #rrggbb, or empty for the look's next colour. */
  colour: string;
  /** Stored values that people have used do not change any more. */
  fixed: boolean;
};
type Asked = { key: string; name: string; ko: string; en: string; classes: ClassDraft[] };
export type ShapeKind = "box" | "polygon";
export type ShapesDraft = Asked & { kind: ShapeKind; min: number; max: number | null };
export type QuestionDraft = Asked & { kind: "class"; many: boolean; required: boolean };
export type LabelDraft = ShapesDraft | QuestionDraft;
export type SchemaDraft = { labels: LabelDraft[] };

/** What is wrong with a row or a question, by its key. */
export type Faults = ReadonlyMap<string, "unnamed" | "twice" | "no_classes" | "range" | "nothing">;

const MOST = 10_000; // the engine's own bound on annotations of one answer

let made = 0;
const freshKey = (): string => {
  made += 1;
  return `n${Date.now().toString(36)}${made}`;
};

export const freshClass = (): ClassDraft => ({
  key: freshKey(),
  id: "",
  ko: "",
  en: "",
  colour: "",
  fixed: false,
});

export const freshQuestion = (): QuestionDraft => ({
  key: freshKey(),
  kind: "class",
  name: "",
  ko: "",
  en: "",
  many: false,
  required: true,
  classes: [freshClass(), freshClass()],
});

/** What shapes of a kind are stored under, where nobody has named it. */
const NAMES: Record<ShapeKind, string> = { box: "objects", polygon: "outlines" };

export const freshShapes = (kind: ShapeKind): ShapesDraft => ({
  key: freshKey(),
  kind,
  name: NAMES[kind],
  ko: "",
  en: "",
  min: 0,
  max: null,
  classes: [freshClass()],
});

/** A schema of which nothing is written yet: boxes with one empty class. */
export const blank = (): SchemaDraft => ({ labels: [freshShapes("box")] });

const classFrom = (one: LabelClass): ClassDraft => ({
  key: freshKey(),
  id: one.id,
  ko: one.ko ?? "",
  en: one.en ?? "",
  colour: one.colour ?? "",
  fixed: true,
});

/** The stored schema, to be edited. Boxes are always there to be filled. */
export function draftOf(schema: Schema): SchemaDraft {
  const labels = schema.labels.flatMap((label): LabelDraft[] => {
    const asked = {
      key: freshKey(),
      name: label.name,
      ko: label.ko ?? "",
      en: label.en ?? "",
      classes: label.classes.map(classFrom),
    };
    if (label.kind === "class")
      return [
        { ...asked, kind: "class", many: label.many ?? false, required: label.required ?? true },
      ];
    const max = label.max ?? MOST;
    return [{ ...asked, kind: label.kind, min: label.min ?? 0, max: max >= MOST ? null : max }];
  });
  if (!labels.some((label) => label.kind === "box"))
    labels.unshift({ ...freshShapes("box"), classes: [] });
  return { labels };
}

const written = (one: ClassDraft): boolean =>
  one.fixed || one.ko.trim() !== "" || one.en.trim() !== "";

const slug = (text: string): string => text.trim().replace(/\s+/g, "_").slice(0, 100);

/** The value that a class is stored as. */
export const idOf = (one: ClassDraft): string => one.id.trim() || slug(one.en) || slug(one.ko);

const orNothing = (text: string): string | undefined => text.trim() || undefined;

/** The schema to send: rows without a name are left out, and shapes without classes with them. */
export function schemaOf(draft: SchemaDraft): Schema {
  const names = new Set(draft.labels.map((label) => label.name).filter(Boolean));
  const labels = draft.labels.flatMap((label, at): Schema["labels"] => {
    const classes = label.classes.filter(written).map((one) => ({
      id: idOf(one),
      ko: orNothing(one.ko),
      en: orNothing(one.en),
      colour: orNothing(one.colour),
    }));
    if (classes.length === 0) return [];
    const titles = { ko: orNothing(label.ko), en: orNothing(label.en) };
    if (label.kind !== "class")
      return [
        {
          kind: label.kind,
          name: label.name,
          ...titles,
          classes,
          min: label.min,
          ...(label.max === null ? {} : { max: label.max }),
        },
      ];
    let name = label.name || slug(label.en) || slug(label.ko) || `question_${at}`;
    while (label.name === "" && names.has(name)) name = `${name}_`;
    names.add(name);
    return [
      { kind: "class", name, ...titles, classes, many: label.many, required: label.required },
    ];
  });
  return { modality: "picture", labels };
}

/** What stands in the way of saving, by the key of the row or question; "all" for the whole. */
export function faultsOf(draft: SchemaDraft): Faults {
  const faults = new Map<string, "unnamed" | "twice" | "no_classes" | "range" | "nothing">();
  let classes = 0;
  for (const label of draft.labels) {
    const rows = label.classes.filter(written);
    classes += rows.length;
    const seen = new Set<string>();
    for (const one of rows) {
      if (idOf(one) === "") faults.set(one.key, "unnamed");
      else if (seen.has(idOf(one))) faults.set(one.key, "twice");
      seen.add(idOf(one));
    }
    if (label.kind === "class") {
      if (label.ko.trim() === "" && label.en.trim() === "") faults.set(label.key, "unnamed");
      else if (rows.length === 0) faults.set(label.key, "no_classes");
    } else if (label.max !== null && label.min > label.max) faults.set(label.key, "range");
  }
  if (classes === 0) faults.set("all", "nothing");
  return faults;
}

/** With another value in the place of one label. */
export const withLabel = (draft: SchemaDraft, next: LabelDraft): SchemaDraft => ({
  labels: draft.labels.map((label) => (label.key === next.key ? next : label)),
});

/** A list with one of its rows a step higher or lower. */
export function moved<T>(rows: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  if (to < 0 || to >= rows.length) return [...rows];
  const next = [...rows];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}
