import type { Annotation, Id, Label, Size } from "../doc";

/** What a check knows of the item: the size of a picture, or the parts of a text. */
export type TextPart = { id: string; role: string | null; text: string };
export type Facts = Size | { parts: readonly TextPart[] };

export type Asked = { facts: Facts; others: ReadonlyMap<Id, Annotation> };
/** A code of the server's, with what its sentence tells. */
export type Found = {
  code: string;
  annotation?: Id;
  limit?: number;
  count?: number;
  attribute?: string;
  class?: string;
};

/** What can be wrong with the answers to one kind of question. */
export type Check<L extends Label, A extends Annotation> = {
  one: (label: L, asked: Asked, one: A) => readonly Found[];
  all: (label: L, asked: Asked, given: readonly A[]) => readonly Found[];
};
// biome-ignore lint/suspicious/noExplicitAny: each is called with what its own kind has
export type Checks = Readonly<Record<string, Check<any, any>>>;

export const partsOf = (facts: Facts): readonly TextPart[] => ("parts" in facts ? facts.parts : []);

/** Those codes that are said. */
export const codes = (...all: (string | false)[]): Found[] =>
  all.filter((code) => code !== false).map((code) => ({ code }));

/** As many as are asked for? */
export function counted(given: number, min: number, max: number): readonly Found[] {
  if (given < min) return [{ code: "too_few", limit: min, count: given }];
  return given > max ? [{ code: "too_many", limit: max, count: given }] : [];
}
