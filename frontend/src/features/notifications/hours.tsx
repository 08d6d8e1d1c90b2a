import { useTranslation } from "react-i18next";
import { Switch } from "~/ui/field";
import { asMinute, asTime } from "./minutes";
import type { Telling } from "./queries";

const NIGHT = { quiet_from: 22 * 60, quiet_until: 8 * 60 };

/** When nothing is to go out, and when the daily letter is. */
export function Hours({
  telling,
  onChoose,
}: {
  telling: Telling;
  onChoose: (next: Telling) => void;
}) {
  const { t } = useTranslation("telling");
  const { quiet_from: from, quiet_until: until } = telling;
  return (
    <section className="sec">
      <h2 className="title">{t("hours")}</h2>
      <div className="told-hours">
        <Switch
          isSelected={from !== null}
          onChange={(on) =>
            onChoose({ ...telling, ...(on ? NIGHT : { quiet_from: null, quiet_until: null }) })
          }
        >
          {t("quiet")}
        </Switch>
        {from !== null && until !== null && (
          <span className="row g8">
            <Time
              label={t("quiet_from")}
              value={from}
              onChange={(quiet_from) => onChoose({ ...telling, quiet_from })}
              not={until}
            />
            <span className="t3" aria-hidden="true">
              –
            </span>
            <Time
              label={t("quiet_until")}
              value={until}
              onChange={(quiet_until) => onChoose({ ...telling, quiet_until })}
              not={from}
            />
          </span>
        )}
      </div>
      <div className="told-hours">
        <span>{t("letter_at")}</span>
        <Time
          label={t("letter_at")}
          value={telling.letter_at}
          onChange={(letter_at) => onChoose({ ...telling, letter_at })}
        />
      </div>
      <p className="hint">{t("hours_hint")}</p>
    </section>
  );
}

/** A time of the day; it is kept when it is left, so that a time half typed is none. */
function Time({
  label,
  value,
  not,
  onChange,
}: {
  label: string;
  value: number;
  /** What it may not be. */
  not?: number;
  onChange: (minute: number) => void;
}) {
  return (
    <span className="in told-time">
      <input
        key={value}
        type="time"
        className="bare grow"
        aria-label={label}
        defaultValue={asTime(value)}
        onBlur={(event) => {
          const minute = asMinute(event.target.value);
          if (minute === undefined || minute === not) event.target.value = asTime(value);
          else if (minute !== value) onChange(minute);
        }}
      />
    </span>
  );
}
