/** What the marks of a refine stage do to the file: which can be chosen for a label, by its kind. */
import type { Label, Schema } from "~/annotate/core/doc";

export const EFFECTS = [
  "blur",
  "mask",
  "replace",
  "bleep",
  "trim",
  "crop",
  "rotate90",
  "rotate180",
  "rotate270",
  "discard",
  "keep",
] as const;
export type Effect = (typeof EFFECTS)[number];
/** By label and class; `*` stands for all of a label's classes that are not named. */
export type Effects = Readonly<Record<string, Readonly<Record<string, Effect>>>>;

const HIDE: readonly Effect[] = ["blur", "mask"];
const TURNS: readonly Effect[] = ["rotate90", "rotate180", "rotate270"];

/** As the server has it by kind; a choice can turn pictures only. */
const OF_KIND: Readonly<Partial<Record<Label["kind"], readonly Effect[]>>> = {
  box: [...HIDE, "crop"],
  polygon: HIDE,
  rotated_box: HIDE,
  box_track: HIDE,
  polygon_track: HIDE,
  page_box: HIDE,
  segment: ["bleep", "mask", "trim"],
  span: ["mask", "replace"],
  class: ["discard", ...TURNS, "keep"],
};

/** What a label's annotations can do to an item of this modality; nothing where they only say. */
export const effectsOf = (label: Label, modality: Schema["modality"]): readonly Effect[] =>
  (OF_KIND[label.kind] ?? []).filter((one) => modality === "picture" || !TURNS.includes(one));

export type EffectRow = {
  label: Label;
  /** The class that it holds for. */
  of: { id: string; ko?: string | null; en?: string | null };
  choices: readonly Effect[];
  /** What is chosen; null for nothing. */
  effect: Effect | null;
};

/** A row for every class that can do something, with what is settled for it now. */
export function rowsOf(schema: Schema, effects: Effects): EffectRow[] {
  return (schema.labels as readonly Label[]).flatMap((label): EffectRow[] => {
    const choices = effectsOf(label, schema.modality);
    if (choices.length === 0 || !("classes" in label)) return [];
    const known = effects[label.name] ?? {};
    return label.classes.map((of) => ({
      label,
      of,
      choices,
      effect: known[of.id] ?? known["*"] ?? null,
    }));
  });
}

/** With another effect for one row. What stood for all classes is said of each from then on. */
export function withEffect(
  schema: Schema,
  effects: Effects,
  row: EffectRow,
  effect: Effect | null,
): Effects {
  const next: Record<string, Record<string, Effect>> = {};
  for (const one of rowsOf(schema, effects)) {
    const same = one.label.name === row.label.name && one.of.id === row.of.id;
    const now = same ? effect : one.effect;
    if (now === null) continue;
    next[one.label.name] = { ...next[one.label.name], [one.of.id]: now };
  }
  return next;
}

const HIDING: ReadonlySet<Effect> = new Set(["blur", "mask", "replace", "bleep"]);

/** Whether something of the original is hidden: then it is kept apart, for custodians only. */
export const hides = (effects: Effects): boolean =>
  Object.values(effects).some((classes) => Object.values(classes).some((one) => HIDING.has(one)));
