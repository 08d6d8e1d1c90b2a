/** What can be wrong with an answer to a prompt, in the server's codes and order. */
import { type Checks, counted, type Found } from "../core/checks/check";
import { checkOf, type Fault, faultsBy } from "../core/validity";
import {
  isTakeLabel,
  type Part,
  type PromptAnswer,
  type PromptSchema,
  rangeOf,
  type TakeLabel,
  type Taken,
  wantedBy,
} from "./doc";

const partsIn = (facts: unknown): readonly Part[] => (facts as { parts: readonly Part[] }).parts;

const takes: Checks[string] = {
  one: (label: TakeLabel, asked, one: Taken) =>
    wantedBy(label, partsIn(asked.facts)).includes(one.part ?? null)
      ? []
      : [{ code: "unknown_part" }],
  all(label: TakeLabel, asked, given: readonly Taken[]) {
    const found: Found[] = [];
    const seen = new Set<number>();
    for (const one of given) {
      if (seen.has(one.capture)) found.push({ code: "capture_twice", annotation: one.id });
      seen.add(one.capture);
    }
    const [least, most] = rangeOf(label);
    const places = wantedBy(label, partsIn(asked.facts));
    const counts = places.map(
      (place) => given.filter((one) => (one.part ?? null) === place).length,
    );
    const bare = least === 0 ? 0 : counts.filter((count) => count === 0).length;
    if (bare > 0 && label.required !== false) found.push({ code: "required", count: bare });
    for (const count of counts) if (count > 0) found.push(...counted(count, least, most));
    return found;
  },
};

/** Every reason (at most 100) why `answer` does not fit; of other kinds, what has been fetched. */
export const faultsOf = (
  schema: PromptSchema,
  parts: readonly Part[],
  answer: PromptAnswer,
): readonly Fault[] =>
  faultsBy(
    (kind) => (isTakeLabel({ kind }) ? takes : checkOf(kind)),
    schema,
    { parts: parts as { id: string; role: string | null; text: string }[] },
    answer,
  );
