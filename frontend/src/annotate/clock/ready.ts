import { asksAttributes, kindsIn } from "../core/kinds";
import { loadChecks } from "../core/validity";
import { Attributes, Relations, Wholes } from "./parts/parts-later";

/** Is something asked of the whole? */
export const asksWhole = (kinds: ReadonlySet<string>): boolean =>
  ["class", "rating", "writing"].some((kind) => kinds.has(kind));

/** Fetches what a schema, and answers to it, need beyond what every clock has: parts of the panel, so that
 * they are there at once, and checks. */
export async function readyFor(schema: unknown, ...answers: readonly unknown[]): Promise<void> {
  const kinds = kindsIn([schema, ...answers]);
  await Promise.all([
    loadChecks(kinds),
    asksAttributes(schema) && Attributes.load(),
    kinds.has("relation") && Relations.load(),
    asksWhole(kinds) && Wholes.load(),
  ]);
}
