import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import type data from "~/i18n/ko/data.json";
import { isRole } from "../looks";

type Row = Schema<"AuditRow">;
type Words = (typeof data)["events"];

// What the program notes with a number or a name behind it.
const NUMBERED =
  /^(guideline|label schema|price card|version|cloned from|kept as template|begun by template|release|reason) (\S+)(?: (?:worded|retired))?$/;
const LOT = /^(\d+) of (\d+) faulty, (\d+) allowed$/;

/** An event as a line: what it was about and what became of it, and what else was noted. */
export function useSaid(): (row: Row) => { said: string; detail: string } {
  const { t } = useTranslation(["data", "common"]);
  const { number, percent, span } = useFormat();
  const word = (state: string): string =>
    isRole(state)
      ? t(`common:role.${state}`)
      : t(`data:events.states.${state as keyof Words["states"]}`, state);
  const why = (words: string): string => {
    const [, what, n] = NUMBERED.exec(words) ?? [];
    if (what !== undefined)
      return t(`data:events.version.${what.replaceAll(" ", "_") as keyof Words["version"]}`, { n });
    const [, faulty, looked, allowed] = LOT.exec(words) ?? [];
    if (faulty !== undefined) return t("data:events.lot", { faulty, looked, allowed });
    return t(`data:events.why.${words as keyof Words["why"]}`, words);
  };
  const worded = (name: string, value: unknown): string => {
    if (name === "amount") return t("data:events.won", { won: number(Number(value)) });
    if (name.startsWith("rate")) return percent(Number(value));
    if (name.endsWith("_seconds")) return span(Number(value));
    if (name.startsWith("inspect"))
      return t(`data:events.inspects.${value as keyof Words["inspects"]}`, `${value}`);
    if (name === "kind") return t(`data:events.kinds.${value as keyof Words["kinds"]}`, `${value}`);
    if (Array.isArray(value)) return value.map((one) => word(String(one))).join(", ");
    return word(String(value));
  };
  return (row) => {
    const about = t(`data:events.subjects.${row.subject as keyof Words["subjects"]}`, row.subject);
    const of = row.about === null ? about : `${about} ‘${row.about}’`;
    const said =
      row.source !== null && row.target !== null
        ? t("data:events.moved", { of, from: word(row.source), to: word(row.target) })
        : row.target !== null
          ? t("data:events.became", { of, to: word(row.target) })
          : row.source !== null
            ? t("data:events.ceased", { of, from: word(row.source) })
            : t("data:events.changed", { of });
    // What has no name to a reader stands in the file.
    const noted = Object.entries(row.data ?? {}).flatMap(([name, value]) => {
      const named = t(`data:events.noted.${name as keyof Words["noted"]}`, "");
      return named === "" || value === null || value === row.about
        ? []
        : [`${named}: ${worded(name, value)}`];
    });
    return { said, detail: [row.why && why(row.why), ...noted].filter(Boolean).join(" · ") };
  };
}
