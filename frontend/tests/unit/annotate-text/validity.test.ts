import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Part, readAnswer, readParts, readSchema } from "~/annotate/text/doc";
import { faultsOf } from "~/annotate/text/faults";
import { loadTypes } from "~/annotate/text/types";

await loadTypes();

type Case = {
  schema: unknown;
  facts: { parts: readonly Part[] };
  answer: unknown;
  faults: { code: string; annotation: string | null }[];
};
// Made by the server's own check, so that both say the same of the same answer.
const cases = JSON.parse(
  readFileSync(new URL("./validity-cases.json", import.meta.url), "utf8"),
) as Case[];

describe("validity of texts", () => {
  it.each(cases.map((one, at) => [at, one] as const))(
    "finds in case %i what the server finds, in its order",
    (_, one) => {
      const facts = { parts: readParts(one.facts) };
      const found = faultsOf(readSchema(one.schema), facts, readAnswer(one.answer));
      expect(found.map(({ code, annotation }) => ({ code, annotation }))).toEqual(one.faults);
    },
  );

  it("is held to every code of texts", () => {
    const codes = new Set(cases.flatMap((one) => one.faults.map((fault) => fault.code)));
    for (const code of [
      "past_end",
      "empty_span",
      "unknown_part",
      "overlaps",
      "span_twice",
      "too_short",
      "too_long",
      "unknown_end",
      "tie_not_allowed",
      "not_all_ranked",
      "bad_rating",
      "not_exact",
      "attribute_required",
    ])
      expect(codes).toContain(code);
  });
});
