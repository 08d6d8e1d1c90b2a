/** What the marks of a refine stage do to the file: which can be chosen for a label, by its kind. */
import type { Label, Schema } from "~/annotate/core/doc";

export const EFFECTS = [
  "blur",
  "mask",
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
const WHOLE: readonly Effect[] = ["discard", "keep"];
const TURNS: readonly Effect[] = ["rotate90", "rotate180", "rotate270"];

/** What a label's annotations can do to an item of this modality; nothing where they only say. */
export function effectsOf(label: Label, modality: Schema["modality"]): readonly Effect[] {
  switch (label.kind) {
    case "class":
      return modality === "picture" ? [...WHOLE, ...TURNS] : WHOLE;
    case "box":
    case "rotated_box":
    case "polygon":
    case "mask":
      return label.kind === "box" && modality === "picture" ? [...HIDE, "crop"] : HIDE;
    case "box_track":
    case "polygon_track":
    case "page_box":
      return HIDE;
    case "span":
      return ["mask"];
    case "segment":
      return modality === "sound" ? ["bleep", "mask", "trim"] : ["trim"];
    default:
      return [];
  }
}

export type EffectRow = {
  label: Label;
  /** The class that it holds for; null for a label without classes. */
  of: { id: string; ko?: string | null; en?: string | null } | null;
  choices: readonly Effect[];
  /** What is chosen; null for nothing. */
  effect: Effect | null;
};

/** A row for every class that can do something, with what is settled for it now. */
export function rowsOf(schema: Schema, effects: Effects): EffectRow[] {
  return (schema.labels as readonly Label[]).flatMap((label): EffectRow[] => {
    const choices = effectsOf(label, schema.modality);
    if (choices.length === 0) return [];
    const known = effects[label.name] ?? {};
    const classes = "classes" in label ? label.classes : [];
    if (classes.length === 0) return [{ label, of: null, choices, effect: known["*"] ?? null }];
    return classes.map((of) => ({
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
    const same = one.label.name === row.label.name && one.of?.id === row.of?.id;
    const now = same ? effect : one.effect;
    if (now === null) continue;
    next[one.label.name] = { ...next[one.label.name], [one.of?.id ?? "*"]: now };
  }
  return next;
}

/** Whether something of the original is hidden: then it is kept apart, for custodians only. */
export const hides = (effects: Effects): boolean =>
  Object.values(effects).some((classes) =>
    Object.values(classes).some((one) => one === "blur" || one === "mask" || one === "bleep"),
  );
