import type { Annotation, Label, LabelClass, Mark, Schema, ShapeLabel, WholeLabel } from "./doc";

/** How many colours the look has; after them they come round again. */
const COLOURS = 12;

/** One class that can be given, with its colour and, for the first nine, its number key. */
export type Choice = {
  index: number;
  label: Label;
  class: LabelClass;
  /** 1 to 9, or null. */
  key: number | null;
  /** What its shapes are tagged with, where a colour would have to speak alone. */
  sign: string;
  /** A CSS colour, and the colour of text upon it. */
  colour: string;
  on: string;
  /** 1 solid, 2 dashed, 3 dotted: a colour never speaks alone. */
  dash: 1 | 2 | 3;
};
export type ShapeChoice = Choice & { label: ShapeLabel };
export type WholeChoice = Choice & { label: WholeLabel };

export const isShapeChoice = (one: Choice): one is ShapeChoice => one.label.kind !== "class";

/** Ink or white, whichever is easier to read on a #rrggbb colour. */
export function textOn(colour: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  // Against #14181f (0.009) and against white: the greater contrast wins.
  return (light + 0.05) / 0.059 >= 1.05 / (light + 0.05) ? "#14181f" : "#ffffff";
}

/** Every class of a schema: those of shapes first, then those of the whole picture. */
export function choicesOf(schema: Schema): readonly Choice[] {
  const shapes = schema.labels.filter((label) => label.kind !== "class");
  const whole = schema.labels.filter((label) => label.kind === "class");
  return [...shapes, ...whole]
    .flatMap((label) => label.classes.map((one) => ({ label: label as Label, class: one })))
    .map(({ label, class: one }, index) => {
      const slot = index % COLOURS;
      const own = one.colour ?? null;
      return {
        index,
        label,
        class: one,
        key: index < 9 ? index + 1 : null,
        sign: String(index + 1),
        colour: own ?? `var(--label-${slot + 1})`,
        on: own === null ? `var(--on-label-${slot + 1})` : textOn(own),
        dash: (Math.floor(slot / 4) + 1) as 1 | 2 | 3,
      };
    });
}

/** A name in the reader's language, else in the other, else the id. */
export const nameOf = (
  one: { ko?: string | null; en?: string | null; id?: string; name?: string },
  locale: string,
): string =>
  (locale === "en" ? (one.en ?? one.ko) : (one.ko ?? one.en)) ?? one.id ?? one.name ?? "";

/** The choice that an annotation on the picture was given. */
export type Finder = (one: Annotation) => Choice | undefined;

/** Finds choices by label and class in one look-up each. */
export function finder(choices: readonly Choice[]): Finder {
  const known = new Map<string, Map<string, Choice>>();
  for (const one of choices) {
    const classes = known.get(one.label.name) ?? new Map<string, Choice>();
    known.set(one.label.name, classes.set(one.class.id, one));
  }
  return (one) =>
    known.get(one.name)?.get((one.kind === "class" ? one.classes[0] : one.class) ?? "");
}

/** May a shape become this choice? Only within its own kind. */
export const fits = (mark: Mark, choice: Choice): boolean => choice.label.kind === mark.kind;
