import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DocumentSchema } from "~/annotate/core/doc";
import { loadChecks } from "~/annotate/core/validity";
import { faultsIn } from "~/annotate/document/checks";

await loadChecks(["class", "relation", "writing", "rating"]);

const recorded = JSON.parse(
  readFileSync(new URL("./validity-cases.json", import.meta.url), "utf8"),
) as {
  pages: { width: number; height: number; length: number }[];
  labels: { name: string }[];
  cases: { labels: string[]; annotations: []; faults: [string, string | null][] }[];
};
const labels = new Map(recorded.labels.map((label) => [label.name, label]));

test.each(recorded.cases.map((one, at) => [at, one] as const))(
  "case %i is judged as the server judges it",
  (_, { labels: names, annotations, faults }) => {
    const schema = {
      modality: "document",
      labels: names.map((name) => labels.get(name)),
    } as unknown as DocumentSchema;
    const found = faultsIn(schema, recorded.pages, { modality: "document", annotations });
    expect(found.map(({ code, annotation }) => [code, annotation])).toEqual(faults);
  },
);
