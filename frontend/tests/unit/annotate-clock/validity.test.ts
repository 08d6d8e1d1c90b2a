import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CLOCK_CHECKS } from "~/annotate/clock/checks";
import { readAnswer, type Schema } from "~/annotate/core/doc";
import { checkOf, faultsBy, loadChecks } from "~/annotate/core/validity";

await loadChecks(["class", "relation", "writing", "rating"]);

type Case = {
  schema: Schema;
  facts: { length: number; modality: string; channels?: { name: string }[] | number };
  answer: unknown;
  faults: { code: string; annotation: string | null }[];
};
// Made by the server's own check, so that both say the same of the same answer.
const cases = JSON.parse(
  readFileSync(new URL("./validity-cases.json", import.meta.url), "utf8"),
) as Case[];

describe("validity of segments and events", () => {
  it.each(cases.map((one, at) => [at, one] as const))(
    "finds in case %i what the server finds, in its order",
    (_, { schema, facts, answer, faults }) => {
      const { length, modality, channels } = facts;
      const known = {
        length,
        frames: modality === "video",
        channels: Array.isArray(channels) ? channels.map((one) => one.name) : [],
      };
      const found = faultsBy(
        (kind) => CLOCK_CHECKS[kind] ?? checkOf(kind),
        schema,
        known as never,
        readAnswer(answer),
      );
      expect(found.map(({ code, annotation }) => ({ code, annotation }))).toEqual(faults);
    },
  );

  it("is held to every code of the clock", () => {
    const codes = new Set(cases.flatMap((one) => one.faults.map((fault) => fault.code)));
    for (const code of [
      "empty_segment",
      "past_end",
      "not_whole",
      "segment_short",
      "off_step",
      "no_speaker",
      "unknown_speaker",
      "unknown_text",
      "text_required",
      "text_too_long",
      "unknown_channel",
      "overlaps",
      "segment_twice",
      "event_twice",
      "gap",
    ])
      expect(codes).toContain(code);
  });
});
