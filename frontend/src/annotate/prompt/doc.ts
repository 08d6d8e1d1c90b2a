/**
 * What is asked of a prompt and what is made for it, in the API's own JSON form. A take is known by the
 * id that the server gave it once all of it was there.
 */

import type { Base, Id, Question } from "../core/ask";
import type { PromptAnnotation, PromptAnswer, PromptLabel, PromptSchema } from "../core/doc";

export type { Id, PromptAnnotation, PromptAnswer, PromptLabel, PromptSchema };

type Lasting = { min_seconds?: number; max_seconds?: number };
type Counted = { count_min?: number; count_max?: number };
type Asked = Question & { required?: boolean };

/** Levels in dB of full scale; `max_clipped` and `max_silence` are shares. */
export type RecordingLabel = Asked &
  Lasting & {
    kind: "recording";
    container?: "wav" | "opus";
    rate?: number;
    channels?: 1 | 2;
    min_level?: number;
    max_clipped?: number;
    max_silence?: number;
    max_noise?: number;
    takes?: "one" | "each";
    roles?: readonly string[] | null;
  };
export type Guide = "none" | "portrait" | "landscape" | "square" | "document";
export type PhotographLabel = Asked &
  Counted & {
    kind: "photograph";
    min_width?: number;
    min_height?: number;
    min_sharpness?: number;
    min_light?: number;
    max_light?: number;
    guide?: Guide;
    keep_place?: boolean;
    near_duplicates?: boolean;
  };
export type FilmLabel = Asked & Lasting & { kind: "film"; min_width?: number; min_height?: number };
export type FileLabel = Asked &
  Counted & { kind: "file"; types?: readonly string[]; max_bytes?: number };
export type TakeLabel = RecordingLabel | PhotographLabel | FilmLabel | FileLabel;
export type TakeKind = TakeLabel["kind"];

/** One take: a recording, a photograph, a film or a file, by the server's id. */
export type Taken = Base & { kind: TakeKind; capture: number; part?: string | null };

export type Part = { id: string; role: string | null; text: string };

const KINDS: ReadonlySet<string> = new Set(["recording", "photograph", "film", "file"]);
export const isTaken = (one: { kind: string }): one is Taken => KINDS.has(one.kind);
export const isTakeLabel = (label: { kind: string }): label is TakeLabel => KINDS.has(label.kind);

/** The schema as the API sends it, typed. Throws where it is none of a prompt. */
export function readSchema(value: unknown): PromptSchema {
  const schema = value as PromptSchema | null;
  if (schema?.modality !== "prompt" || !Array.isArray(schema.labels))
    throw new Error("This is not a label schema of prompts.");
  return schema;
}

/** The answer as the API sends it, with what may be missing filled in; nothing gives an empty one. */
export function readAnswer(value: unknown): PromptAnswer {
  const answer = value as PromptAnswer | null | undefined;
  if (answer === null || answer === undefined) return { modality: "prompt", annotations: [] };
  if (!Array.isArray(answer.annotations)) throw new Error("This is not an answer.");
  return {
    modality: "prompt",
    annotations: answer.annotations.map((one): PromptAnnotation => {
      const part = one.part ?? null;
      return one.kind === "writing"
        ? { ...one, part, evidence: one.evidence ?? [] }
        : { ...one, part };
    }),
  };
}

/** How few and how many takes a question wants where it is answered. */
export const rangeOf = (label: TakeLabel): readonly [number, number] =>
  label.kind === "photograph" || label.kind === "file"
    ? [label.count_min ?? 1, label.count_max ?? 1]
    : [1, 1];

/** The parts that want a take of their own; null for the whole of the prompt. */
export function wantedBy(label: TakeLabel, parts: readonly Part[]): readonly (string | null)[] {
  if (label.kind !== "recording" || label.takes !== "each") return [null];
  const { roles } = label;
  return parts
    .filter(({ role }) => roles == null || (role !== null && roles.includes(role)))
    .map(({ id }) => id);
}
