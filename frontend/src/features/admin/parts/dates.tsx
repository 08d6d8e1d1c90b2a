import { useTranslation } from "react-i18next";

const OFFSET = "+09:00"; // days are Seoul's

/** The first moment of a day. */
export const startOf = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : `${day}T00:00:00${OFFSET}`;

/** The first moment of the day after it. */
export function endOf(day: string | undefined): string | undefined {
  if (day === undefined) return undefined;
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return startOf(next.toISOString().slice(0, 10));
}

/** A day as an address holds it. */
export const isDay = (value: unknown): value is string =>
  typeof value === "string" &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value));

/** A month as an address holds it. */
export const isMonth = (value: unknown): value is string =>
  typeof value === "string" && /^20\d\d-(0[1-9]|1[0-2])$/.test(value);

/** A year as an address holds it. */
export const isYear = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 2020 && Number(value) < 2100;

/** From which day to which; either may stay open. */
export function Between({
  since,
  until,
  onChange,
}: {
  since: string | undefined;
  until: string | undefined;
  onChange: (days: { since?: string; until?: string }) => void;
}) {
  const { t } = useTranslation("admin");
  const put = (which: "since" | "until") => (event: React.ChangeEvent<HTMLInputElement>) =>
    onChange({ since, until, [which]: event.target.value || undefined });
  return (
    <span className="row g4">
      <span className="in adm-date">
        <input
          type="date"
          className="bare grow"
          aria-label={t("filter.since")}
          value={since ?? ""}
          max={until}
          onChange={put("since")}
        />
      </span>
      <span className="t3" aria-hidden="true">
        –
      </span>
      <span className="in adm-date">
        <input
          type="date"
          className="bare grow"
          aria-label={t("filter.until")}
          value={until ?? ""}
          min={since}
          onChange={put("until")}
        />
      </span>
    </span>
  );
}
