import type { KindProps } from "../building";
import { Roles } from "../parts/per";
import { Switches } from "../parts/switches";

/** Which part is better. */
export function ComparisonForm({ label }: KindProps) {
  return (
    <>
      <Roles label={label} />
      <Switches label={label} names={["ties", "required"]} />
    </>
  );
}

/** Parts in order, the best first. */
export function RankingForm({ label }: KindProps) {
  return (
    <>
      <Roles label={label} />
      <Switches label={label} names={["required"]} />
    </>
  );
}
