import type { DOMAINS } from "~/api/domains";

/** What the list of open data is narrowed by; in the address. */
export const SHOWN = ["picture", "text", "sound", "video", "document", "series"] as const;

export type CatalogueSearch = {
  q?: string;
  domain?: (typeof DOMAINS)[number];
  modality?: (typeof SHOWN)[number];
};
