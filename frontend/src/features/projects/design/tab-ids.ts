/** The parts of the design: of one stage, then of the project. */
export const DESIGN_TABS = [
  "labels",
  "guideline",
  "inspection",
  "quality",
  "prices",
  "courses",
  "requirements",
  "suggestions",
  "collect",
  "quotas",
  "reasons",
  "stages",
  "flow",
  "hooks",
] as const;
export type DesignTab = (typeof DESIGN_TABS)[number];
/** Those that only collect stages have. */
export const COLLECT_TABS: readonly DesignTab[] = ["collect", "quotas"];
