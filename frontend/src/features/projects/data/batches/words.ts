import { useTranslation } from "react-i18next";

/** A sentence for a code of an import's report; `said` where there is none. */
export function useReason(): (code: string, said: string) => string {
  const { t, i18n } = useTranslation("data");
  return (code, said) => {
    const key = `batches.codes.${code}`;
    return i18n.exists(key, { ns: "data" }) ? t(key as "batches.codes.truncated") : said;
  };
}
