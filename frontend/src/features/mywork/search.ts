import type { WorkState } from "~/api/worker";

export const SHOWN = {
  doing: ["reserved"],
  rework: ["rework"],
  review: ["submitted"],
  accepted: ["accepted"],
  rejected: ["rejected", "appealed", "rejected_final", "rework_expired"],
  other: ["returned", "expired", "released"],
} as const satisfies Record<string, readonly WorkState[]>;

export type Shown = keyof typeof SHOWN;
export const isShown = (state: unknown): state is Shown =>
  typeof state === "string" && state in SHOWN;

/** What the address says: which states are shown, of which project. */
export type Search = { state?: Shown; project?: number };

/** Reads the address; what makes no sense counts as not said. */
export function readSearch(raw: Record<string, unknown>): Search {
  const project = Number(raw.project);
  return {
    state: isShown(raw.state) ? raw.state : undefined,
    project: Number.isSafeInteger(project) && project > 0 ? project : undefined,
  };
}
