import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { SUBJECTS, type Subject } from "../words";

type Row = Schema<"AuditRow">;

const known = (subject: string): subject is Subject =>
  (SUBJECTS as readonly string[]).includes(subject);

// States and roles that have a word of their own.
const ROLES = new Set([
  "worker",
  "primary_inspector",
  "secondary_inspector",
  "manager",
  "administrator",
  "finance",
  "arbiter",
] as const);
// A new version of a stage's design, as the program notes it.
const VERSION = /^(guideline|label schema|price card) (\d+)$/;
type Role = typeof ROLES extends Set<infer R> ? R : never;
const isRole = (word: string): word is Role => ROLES.has(word as Role);

/** An event as a line: what it was about and what became of it, and what else was noted. */
export function useSaid(): (row: Row) => { said: string; detail: string } {
  const { t } = useTranslation(["admin", "common"]);
  const { number, percent, span } = useFormat();
  const word = (state: string): string =>
    isRole(state)
      ? t(`common:role.${state}`)
      : t(`admin:audit.states.${state as "operator"}`, state);
  const why = (words: string): string => {
    const [, what, n] = VERSION.exec(words) ?? [];
    return what === undefined
      ? t(`admin:audit.why.${words as "settings"}`, words)
      : t(`admin:audit.version.${what.replace(" ", "_") as "guideline"}`, { n });
  };
  const worded = (name: string, value: unknown): string => {
    if (name === "amount") return t("admin:audit.won", { won: number(Number(value)) });
    if (name.startsWith("rate")) return percent(Number(value));
    if (name.endsWith("_seconds")) return span(Number(value));
    if (name.startsWith("inspect")) return t(`admin:audit.inspects.${value as "all"}`, `${value}`);
    if (name === "kind") return t(`admin:agreements.kinds.${value as "terms"}`, `${value}`);
    if (Array.isArray(value)) return value.join(", ");
    return typeof value === "object" ? JSON.stringify(value) : word(String(value));
  };
  const named = (name: string): string => t(`admin:audit.noted.${name as "role"}`, name);
  return (row) => {
    const about = known(row.subject)
      ? t(`admin:audit.subjects.${row.subject}`)
      : t(`admin:audit.subjects.${row.subject as "demonstration"}`, row.subject);
    const of = row.about === null ? about : `${about} ‘${row.about}’`;
    const said =
      row.source !== null && row.target !== null
        ? t("admin:audit.moved", { of, from: word(row.source), to: word(row.target) })
        : row.target !== null
          ? t("admin:audit.became", { of, to: word(row.target) })
          : row.source !== null
            ? t("admin:audit.ceased", { of, from: word(row.source) })
            : t("admin:audit.changed", { of });
    // The demonstration keeps its own notes there; people are named already.
    const noted = Object.entries(row.subject === "demonstration" ? {} : (row.data ?? {}))
      .filter(([name]) => name !== "person" && name !== "entry")
      .map(([name, value]) => `${named(name)}: ${worded(name, value)}`);
    return { said, detail: [row.why && why(row.why), ...noted].filter(Boolean).join(" · ") };
  };
}
