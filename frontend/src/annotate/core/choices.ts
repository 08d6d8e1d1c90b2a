import {
  type Annotation,
  type ClassedLabel,
  classesOf,
  isClassed,
  isShapeLabel,
  type LabelClass,
  type Mark,
  type RelationLabel,
  type Schema,
  type ShapeLabel,
  type WholeLabel,
} from "./doc";

/** How many colours the look has; after them they come round again. */
const COLOURS = 12;

/** One class that can be given, with its colour and, for the first nine, its number key. */
export type Choice = {
  index: number;
  label: ClassedLabel;
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
export type RelationChoice = Choice & { label: RelationLabel };

export const isShapeChoice = (one: Choice): one is ShapeChoice => isShapeLabel(one.label);
export const isWholeChoice = (one: Choice): one is WholeChoice => one.label.kind === "class";
export const isRelationChoice = (one: Choice): one is RelationChoice =>
  one.label.kind === "relation";

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

// What is drawn comes first, then what joins it, then the whole.
const RANK: Partial<Record<string, number>> = { relation: 1, class: 2 };
const rank = (label: ClassedLabel): number => RANK[label.kind] ?? 0;

/** Every class of a schema: those of marks first, then those of the whole item. */
export function choicesOf(schema: Schema): readonly Choice[] {
  return [...schema.labels]
    .filter(isClassed)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((label) => label.classes.map((one) => ({ label, class: one })))
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

/** The choice that an annotation was given: that of its class, or of the first of several. */
export type Finder = (one: Annotation | Pick<Mark, "name" | "class">) => Choice | undefined;

/** Finds choices by label and class in one look-up each. */
export function finder(choices: readonly Choice[]): Finder {
  const known = new Map<string, Map<string, Choice>>();
  for (const one of choices) {
    const classes = known.get(one.label.name) ?? new Map<string, Choice>();
    known.set(one.label.name, classes.set(one.class.id, one));
  }
  return (one) => known.get(one.name)?.get(("class" in one ? one.class : classesOf(one)[0]) ?? "");
}

/** May a shape become this choice? Only within its own kind. */
export const fits = (mark: Mark, choice: Choice): boolean => choice.label.kind === mark.kind;
