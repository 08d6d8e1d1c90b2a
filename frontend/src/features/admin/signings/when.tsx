import { useId } from "react";
import { serverNow } from "~/api/client";

const SEOUL = "Asia/Seoul";
const HOUR = 3_600_000;

/** A moment of Seoul as a field for it has it, so many hours from now, to the minute. */
export const inHours = (hours: number, now = serverNow()): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: SEOUL, dateStyle: "short", timeStyle: "short" })
    .format(now + hours * HOUR)
    .replace(" ", "T");

/** The same as the API takes it. */
export const atSeoul = (local: string): string => `${local}:00+09:00`;

/** A day and a time in Seoul. */
export function When({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error?: string | undefined;
  onChange: (local: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="in">
        <input
          id={id}
          type="datetime-local"
          className="bare grow"
          value={value}
          required
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-fault`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {error !== undefined && (
        <p id={`${id}-fault`} className="err">
          {error}
        </p>
      )}
    </div>
  );
}
