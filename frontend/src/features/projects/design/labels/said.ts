import { useTranslation } from "react-i18next";

/** What the server says against one place of a schema. */
export type ServerError = { at: string; code?: string; detail?: string };

/** The same in the reader's language where it is of a known sort, else in the server's words. */
export function useServerSentence(): (error: ServerError) => string {
  const { t, i18n } = useTranslation("projects");
  return ({ code = "", detail = "", at }) =>
    i18n.exists(`labels.said.${code}`, { ns: "projects" })
      ? t(`labels.said.${code}` as "labels.said.missing", { name: at.split(".").at(-1) ?? "" })
      : detail || code;
}
