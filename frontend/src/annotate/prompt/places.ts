import type { Take } from "~/api/takes-core";
import {
  isTakeLabel,
  isTaken,
  type Part,
  type PromptAnswer,
  type PromptSchema,
  type TakeLabel,
  type Taken,
  wantedBy,
} from "./doc";

/** Where takes are asked for: a question, and the part of the prompt; null for the whole of it. */
export type Place = { key: string; label: TakeLabel; part: string | null };

export const keyOf = (name: string, part: string | null): string =>
  part === null ? name : `${name}/${part}`;

/** Every place, in the order in which people come to them. */
export const placesOf = (schema: PromptSchema, parts: readonly Part[]): readonly Place[] =>
  schema.labels
    .filter(isTakeLabel)
    .flatMap((label) =>
      wantedBy(label, parts).map((part) => ({ key: keyOf(label.name, part), label, part })),
    );

type Placed = Pick<Place, "label" | "part">;

/** The takes of a place that the answer names. */
export const takenAt = ({ annotations }: PromptAnswer, { label, part }: Placed): readonly Taken[] =>
  annotations.filter(
    (one): one is Taken => isTaken(one) && one.name === label.name && (one.part ?? null) === part,
  );

/** The takes of a place that this device has, the oldest first. */
export const keptAt = (all: readonly Take[], { label, part }: Placed): readonly Take[] =>
  all.filter((one) => !one.dropped && one.label === label.name && one.part === part);

export type Standing = "none" | "going" | "wrong" | "done";

/** How a place stands: with what was taken for it here, and what the answer names. */
export function standing(answer: PromptAnswer, all: readonly Take[], place: Place): Standing {
  const kept = keptAt(all, place);
  if (kept.some((one) => one.refusal === null && stateOf(one) === "going")) return "going";
  if (kept.some((one) => stateOf(one) === "wrong")) return "wrong";
  return takenAt(answer, place).length > 0 ? "done" : "none";
}

/** How one take stands. */
export function stateOf(take: Take): Exclude<Standing, "none"> {
  if (take.refusal !== null) return "wrong";
  const state = take.capture?.state ?? "checking";
  return state === "passed" ? "done" : state === "checking" ? "going" : "wrong";
}
