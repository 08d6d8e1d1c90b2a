import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { isShownModality, type ShownModality } from "~/ui/modality";

export type Row = Schema<"DatasetRow">;
export type Dataset = Schema<"DatasetOut">;
export type Version = Schema<"DatasetVersionOut">;
export const KINDS = ["company", "research", "public", "student", "person"] as const;

type InBoth<Name extends string> = { [Key in `${Name}_ko` | `${Name}_en`]: string };

/** What is written in both languages, in the reader's. */
export function useSaid() {
  const { i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "ko";
  return <Name extends string>(of: InBoth<Name>, name: Name): string =>
    of[`${name}_${language}` as keyof InBoth<Name>];
}

/** The word for a modality; what has none is left out. */
export const modalityOf = (value: string): ShownModality | null =>
  isShownModality(value) ? value : null;
