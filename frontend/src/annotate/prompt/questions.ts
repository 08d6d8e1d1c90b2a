import { put } from "../core/put";
import {
  isTakeLabel,
  type Part,
  type PromptAnnotation,
  type PromptAnswer,
  type PromptLabel,
  type PromptSchema,
} from "./doc";

type Plain = Exclude<PromptLabel, { kind: "recording" | "photograph" | "film" | "file" }>;
/** What is asked beside takes, of the prompt or of one of its parts. */
export type Asked = { key: string; label: Plain; part: string | null };

const isPlain = (label: PromptLabel): label is Plain => !isTakeLabel(label);

/** Every question that is written, chosen or rated, of the whole and then part by part. */
export function askedOf(schema: PromptSchema, parts: readonly Part[]): readonly Asked[] {
  const labels = schema.labels.filter(isPlain);
  const whole = labels
    .filter((label) => label.per !== "part")
    .map((label): Asked => ({ key: label.name, label, part: null }));
  const single = parts.flatMap(({ id, role }) =>
    labels
      .filter((label) => label.per === "part")
      .filter(({ roles }) => roles == null || (role !== null && roles.includes(role)))
      .map((label): Asked => ({ key: `${label.name}/${id}`, label, part: id })),
  );
  return [...whole, ...single];
}

/** What was answered to a question. */
export const givenTo = (
  answer: PromptAnswer,
  { label, part }: Asked,
): readonly PromptAnnotation[] =>
  answer.annotations.filter((one) => one.name === label.name && (one.part ?? null) === part);

/** With this as the answer to a question, in place of what was there. */
export function putIn(
  answer: PromptAnswer,
  question: Asked,
  given: readonly PromptAnnotation[],
): PromptAnswer {
  const ids = new Set(given.map((one) => one.id));
  const gone = new Set(
    givenTo(answer, question)
      .map((one) => one.id)
      .filter((id) => !ids.has(id)),
  );
  const less =
    gone.size === 0
      ? answer
      : { ...answer, annotations: answer.annotations.filter((one) => !gone.has(one.id)) };
  return put(less, ...given);
}
