/** What the list of open data is narrowed by; in the address. */
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
export const SHOWN = ["picture", "text", "sound", "video", "document", "series"] as const;

export type CatalogueSearch = {
  q?: string;
  domain?: (typeof DOMAINS)[number];
  modality?: (typeof SHOWN)[number];
};
