/**
 * What is asked about texts and what is answered, in the API's own JSON form. Offsets count code
 * points of a part's text as it came, `start` inclusive and `end` exclusive. Documents never change:
 * every edit gives another one that shares what stayed as it was.
 */
import type {
  ComparisonLabel,
  Id,
  RankingLabel,
  RatingLabel,
  RelationLabel,
  SpanLabel,
  TextLabel,
  TextSchema,
  TextAnnotation as Told,
  WholeLabel,
  WritingLabel,
} from "../core/doc";

export type { Attribute, AttributeValue, LabelClass, Values } from "../core/ask";
export { put } from "../core/put";
export type {
  ComparisonLabel,
  Id,
  RankingLabel,
  RatingLabel,
  RelationLabel,
  SpanLabel,
  TextLabel,
  TextSchema,
  WholeLabel,
  WritingLabel,
};

/** One part of a text: the whole of a plain one, a turn of a conversation, a response to compare. */
export type Part = { id: string; role: string | null; text: string };
export type Facts = { parts: readonly Part[] };

// As `readAnswer` gives them: with what the API may leave out.
type Full<A> = A extends unknown ? Required<A> : never;
export type TextAnnotation = Full<Told>;
type Of<K extends Told["kind"]> = Extract<TextAnnotation, { kind: K }>;
export type Chosen = Of<"class">;
export type Span = Of<"span">;
export type Relation = Of<"relation">;
export type Writing = Of<"writing">;
export type Comparison = Of<"comparison">;
export type Ranking = Of<"ranking">;
export type Rating = Of<"rating">;
export type TextAnswer = { modality: "text"; annotations: readonly TextAnnotation[] };

export const EMPTY: TextAnswer = { modality: "text", annotations: [] };

/** The schema as the API sends it, typed. Throws where it is none of a text. */
export function readSchema(value: unknown): TextSchema {
  const schema = value as TextSchema | null;
  if (schema?.modality !== "text" || !Array.isArray(schema.labels))
    throw new Error("This is not a label schema of texts.");
  return schema;
}

/** The answer as the API sends it, with what may be missing filled in; nothing gives an empty one. */
export function readAnswer(value: unknown): TextAnswer {
  if (value === null || value === undefined) return EMPTY;
  const answer = value as TextAnswer;
  if (!Array.isArray(answer.annotations)) throw new Error("This is not an answer.");
  return { modality: "text", annotations: answer.annotations.map(whole) };
}

function whole(one: TextAnnotation): TextAnnotation {
  switch (one.kind) {
    case "span":
      return { ...one, attributes: one.attributes ?? {}, group: one.group ?? null };
    case "class":
    case "rating":
      return { ...one, part: one.part ?? null };
    case "writing":
      return { ...one, part: one.part ?? null, evidence: one.evidence ?? [] };
    default:
      return one;
  }
}

/** The parts of a document as the API sends it; one of nothing where it is none. */
export function readParts(value: unknown): readonly Part[] {
  const parts = (value as { parts?: unknown } | null | undefined)?.parts;
  if (!Array.isArray(parts)) return [];
  return parts.map((part: Part) => ({ ...part, role: part.role ?? null }));
}

export const isSpan = (one: TextAnnotation): one is Span => one.kind === "span";
export const isRelation = (one: TextAnnotation): one is Relation => one.kind === "relation";

export const find = (answer: TextAnswer, id: Id): TextAnnotation | undefined =>
  answer.annotations.find((one) => one.id === id);

/** The parts of which one of these roles is; all of them where no role is named. */
export const partsOf = (
  roles: readonly string[] | null | undefined,
  parts: readonly Part[],
): readonly Part[] =>
  roles === null || roles === undefined
    ? parts
    : parts.filter((part) => part.role !== null && roles.includes(part.role));

/** Without these, without the relations that end at them, and not leaning on them as evidence. */
export function remove(answer: TextAnswer, ids: Iterable<Id>): TextAnswer {
  const gone = new Set(ids);
  for (const one of answer.annotations)
    if (isRelation(one) && (gone.has(one.from) || gone.has(one.to))) gone.add(one.id);
  const kept = answer.annotations.filter((one) => !gone.has(one.id));
  if (kept.length === answer.annotations.length) return answer;
  return {
    ...answer,
    annotations: kept.map((one) =>
      one.kind === "writing" && one.evidence.some((id) => gone.has(id))
        ? { ...one, evidence: one.evidence.filter((id) => !gone.has(id)) }
        : one,
    ),
  };
}

/** Spans in the order in which they are read: by part, then by place, the longer first. */
export function inOrder(spans: readonly Span[], parts: readonly Part[]): Span[] {
  const nth = new Map(parts.map((part, at) => [part.id, at]));
  const of = (span: Span) => nth.get(span.part) ?? parts.length;
  return [...spans].sort(
    (a, b) => of(a) - of(b) || a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1),
  );
}
