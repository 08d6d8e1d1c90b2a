/** What every label and every annotation share, in the API's own JSON form. */
export type Id = string;

export type Named = { ko?: string | null; en?: string | null };
export type LabelClass = Named & {
  id: string;
  colour?: string | null;
  /** The class that it belongs to: only choices of the whole and spans make a tree of it. */
  parent?: string | null;
  /** How many annotations of this class alone. */
  min?: number | null;
  max?: number | null;
};

export type Option = Named & { id: string };
export type AttributeValue = string | number | boolean | readonly string[];
/** One question about each object: its kind says what is asked. */
export type Attribute = Named & {
  name: string;
  kind: "choice" | "many" | "number" | "text" | "flag";
  options?: readonly Option[];
  min?: number | null;
  max?: number | null;
  step?: number | null;
  /** Characters of a text; 1,000 where nothing is said. */
  max_length?: number;
  required?: boolean;
  /** Only asked of these classes. */
  classes?: readonly string[] | null;
  /** Only asked where an earlier attribute has one of these values. */
  when?: { attribute: string; in: readonly (string | boolean)[] } | null;
};
export type Values = Readonly<Record<string, AttributeValue>>;

/** A question of a schema; annotations refer to its name. */
export type Question = Named & { name: string };
/** A question that is answered with marks: things that have a place and a class. */
export type MarkQuestion = Question & {
  classes: LabelClass[];
  min?: number;
  max?: number;
  attributes?: Attribute[];
};

export type Base = { id: Id; name: string };
/** An annotation of one class, with what else was asked of it; those of one group belong together. */
export type Classed = Base & { class: string; attributes?: Values; group?: string | null };

export type Point = readonly [x: number, y: number];
export type Rect = { x: number; y: number; width: number; height: number };
/** Pixels of the picture as shown. */
export type Size = { width: number; height: number };
