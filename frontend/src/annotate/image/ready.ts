import { asksAttributes, kindsIn } from "../core/kinds";
import { loadShapes } from "../core/shapes";
import { loadChecks } from "../core/validity";
import { Attributes, Grid, Questions, Relations, WholeLabels } from "../parts/parts-later";
import { loadTools } from "./tools";

/** What kinds of labels need that are no shapes. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  class: WholeLabels.load,
  relation: Relations.load,
  writing: Questions.load,
  rating: Questions.load,
};

/** Fetches what a schema asks for and what answers to it have: an editor opens with all of it there. */
export async function makeReady(schema: unknown, ...answers: readonly unknown[]): Promise<void> {
  const kinds = kindsIn([schema, ...answers]);
  await Promise.all([
    loadShapes(kinds),
    loadTools(kinds),
    loadChecks(kinds),
    kindsIn(answers).size > 0 && Grid.load(),
    ...[...kinds].map((kind) => PARTS[kind]?.()),
    asksAttributes(schema) && Attributes.load(),
  ]);
}
