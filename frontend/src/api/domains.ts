/** The fields that open data are about. */
export const DOMAINS = [
  "language",
  "vision",
  "health",
  "safety",
  "farming",
  "traffic",
  "making",
  "law",
  "finance",
  "education",
  "culture",
  "other",
] as const;
