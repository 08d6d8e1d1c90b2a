import { choicesOf } from "~/annotate/core/choices";
import type { Label } from "~/annotate/core/doc";
import { FACTS } from "./kinds/facts";
import { type SchemaDraft, written } from "./model";
import { schemaOf, sentLabels } from "./schema";

/** Where a class stands, which is its colour, and its number key, if it has one. */
export type Numbered = { at: number; key: number | null };

const KEYS = 9;
const isMark = ({ kind }: Label): boolean => FACTS[kind].place === "mark";

/**
 * Colours and keys by the keys of the rows, as the editors count them: through all classes of a
 * schema; in a text through its marks, and for each other question by itself, where a tree has no
 * keys. A row without a name is not sent: it has the place that it would get, and no key.
 */
export function numbersOf(draft: SchemaDraft): ReadonlyMap<string, Numbered> {
  const { modality, labels } = schemaOf(draft);
  const through = labels.filter((label) => modality !== "text" || isMark(label));
  const choices = choicesOf({ modality, labels: through } as ReturnType<typeof schemaOf>);
  const counted = new Map(choices.map((one) => [one.class, one]));
  const sent = new Map(sentLabels(draft).map((label, at) => [label.key, labels[at]!]));
  const found = new Map<string, Numbered>();
  for (const { key, classes } of draft.labels) {
    const label = sent.get(key);
    const given = label !== undefined && "classes" in label ? label.classes : [];
    const own = label !== undefined && !through.includes(label);
    const tree = given.some((one) => one.parent != null);
    const first = given[0] && counted.get(given[0])?.index;
    let at = own ? 0 : (first ?? choices.length);
    let nth = 0;
    for (const row of classes) {
      const choice = written(row) ? counted.get(given[nth]!) : undefined;
      const ownKey = own && written(row) && !tree && nth < KEYS ? nth + 1 : null;
      found.set(row.key, { at, key: choice?.key ?? ownKey });
      if (!written(row)) continue;
      nth += 1;
      at += 1;
    }
  }
  return found;
}
