/** The parts of the design; the first five are of one stage, the others of the project. */
export const DESIGN_TABS = [
  "labels",
  "guideline",
  "inspection",
  "prices",
  "suggestions",
  "reasons",
  "stages",
] as const;
export type DesignTab = (typeof DESIGN_TABS)[number];
