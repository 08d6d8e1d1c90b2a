import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadChecks } from "~/annotate/core/validity";
import { faultsOf } from "~/annotate/prompt/checks";
import type { Part, PromptAnswer, PromptSchema } from "~/annotate/prompt/doc";

await loadChecks(["class", "writing", "rating"]);

const recorded = JSON.parse(
  readFileSync(new URL("./validity-cases.json", import.meta.url), "utf8"),
) as {
  name: string;
  schema: PromptSchema;
  facts: { parts: Part[] };
  answer: PromptAnswer;
  faults: { code: string; annotation: string | null }[];
}[];

test.each(recorded.map((one) => [one.name, one] as const))(
  "%s: judged as the server judges it",
  (_, { schema, facts, answer, faults }) => {
    const found = faultsOf(schema, facts.parts, answer);
    expect(found.map(({ code, annotation }) => ({ code, annotation }))).toEqual(faults);
  },
);
