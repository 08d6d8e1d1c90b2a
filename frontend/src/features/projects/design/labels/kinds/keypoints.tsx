import type { KindProps } from "../building";
import { SkeletonForm } from "../skeleton/form";
import { MarkForm } from "./marks";

/** Skeletons: the points that each object has, joined by edges. */
export function KeypointsForm({ label }: KindProps) {
  return (
    <>
      <SkeletonForm label={label} />
      <MarkForm label={label} />
    </>
  );
}
