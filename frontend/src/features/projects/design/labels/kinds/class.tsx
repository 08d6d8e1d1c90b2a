import type { KindProps } from "../building";
import { Classes } from "../parts/classes";
import { Per } from "../parts/per";
import { Switches, type SwitchName } from "../parts/switches";

/** A question whose answers are chosen from a list, or a tree. */
export function ClassForm({ label }: KindProps) {
  const tree = label.classes.some((one) => one.parent !== "");
  const names: SwitchName[] = ["many", "required", ...(tree ? (["leaf_only"] as const) : [])];
  return (
    <>
      <Classes label={label} what="answer" />
      <Switches label={label} names={names} />
      <Per label={label} />
    </>
  );
}
