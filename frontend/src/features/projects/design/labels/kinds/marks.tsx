import type { KindProps } from "../building";
import { Attributes } from "../parts/attributes";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";

/** Shapes of every kind: of which classes, how many, and what else is asked of each. */
export function MarkForm({ label }: KindProps) {
  return (
    <>
      <Classes label={label} />
      <Counts label={label} />
      <Attributes label={label} />
    </>
  );
}
