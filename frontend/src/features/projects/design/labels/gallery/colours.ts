import { choicesOf } from "~/annotate/core/choices";
import type { Annotation, Schema } from "~/annotate/core/doc";

/** The colour of an annotation, as the editor gives it. */
export function coloursOf(schema: Schema): (one: Annotation) => string {
  const known = new Map(
    choicesOf(schema).map((one) => [`${one.label.name}\n${one.class.id}`, one.colour]),
  );
  return (one) =>
    ("class" in one ? known.get(`${one.name}\n${one.class}`) : undefined) ?? "var(--label-1)";
}
