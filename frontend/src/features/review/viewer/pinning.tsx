import type { Modality } from "~/annotate/kit";
import { PinChoice } from "./pin-choice";
import { PinCursor } from "./pin-cursor";
import { PinHere } from "./pin-here";
import type { Bench } from "./use-bench";

/** How a pin is set, by what is looked at. */
export function Pinning({ bench, modality }: { bench: Bench; modality: Modality }) {
  if (modality === "picture") return <PinCursor bench={bench} />;
  return modality === "text" ? <PinChoice bench={bench} /> : <PinHere bench={bench} />;
}
