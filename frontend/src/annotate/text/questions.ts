import {
  type Part,
  partsOf,
  type TextAnnotation,
  type TextAnswer,
  type TextLabel,
  type TextSchema,
} from "./doc";

/** One thing to be answered: a label, and the part it is asked of; null for the text as a whole. */
export type Question = { key: string; label: TextLabel; part: string | null };

export const isPerPart = (label: TextLabel): boolean =>
  "per" in label && (label.per ?? "item") === "part";

const keyOf = (name: string, part: string | null): string =>
  part === null ? name : `${name}/${part}`;

/** Every question, in the order in which people come to them: of the whole text, then part by part. */
export function questionsOf(schema: TextSchema, parts: readonly Part[]): readonly Question[] {
  const whole = schema.labels
    .filter((label) => !isPerPart(label))
    .map((label): Question => ({ key: keyOf(label.name, null), label, part: null }));
  const single = parts.flatMap((part) =>
    schema.labels
      .filter(isPerPart)
      .filter((label) => partsOf("roles" in label ? label.roles : null, [part]).length > 0)
      .map((label): Question => ({ key: keyOf(label.name, part.id), label, part: part.id })),
  );
  return [...whole, ...single];
}

/** What was answered to a question. */
export const givenTo = (answer: TextAnswer, { label, part }: Question): readonly TextAnnotation[] =>
  answer.annotations.filter(
    (one) =>
      one.name === label.name &&
      one.kind === label.kind &&
      (part === null || ("part" in one && one.part === part)),
  );
