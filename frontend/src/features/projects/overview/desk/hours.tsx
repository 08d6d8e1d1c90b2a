import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Segments } from "~/ui/segments";
import type { Hours } from "./queries";

const STEPS = 4; // shades of busy

/** When people work: a row a day, a cell an hour, the darker the more. */
export function HourMap({ days }: { days: Hours }) {
  const { t } = useTranslation("dashboard");
  const { number, shortDay, weekday } = useFormat();
  const [what, setWhat] = useState<"handed_in" | "judged">("handed_in");
  const parts = (["handed_in", "judged"] as const).map((id) => ({ id, word: t(`hours.${id}`) }));
  const cells = days.flatMap((one) => one[what].map((n, hour) => ({ day: one.day, hour, n })));
  const peak = cells.reduce((best, one) => (one.n > best.n ? one : best), cells[0]!);
  const all = cells.reduce((sum, one) => sum + one.n, 0);
  const shade = (n: number) => (n === 0 ? 0 : Math.max(1, Math.ceil((n / peak.n) * STEPS)));
  const words =
    all === 0
      ? t("hours.none")
      : t("hours.words", {
          n: number(all),
          day: shortDay(peak.day),
          hour: peak.hour,
          most: number(peak.n),
        });
  return (
    <>
      <div className="row between wrap">
        <p className="label t3 grow">{words}</p>
        <Segments label={t("hours.what")} parts={parts} chosen={what} onChoose={setWhat} />
      </div>
      {all > 0 && (
        <div className="heat" role="img" aria-label={words}>
          {days.map((one) => (
            <div key={one.day}>
              <span className="num">
                {shortDay(one.day)} <small>{weekday(one.day)}</small>
              </span>
              {one[what].map((n, hour) => (
                <i
                  // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the day
                  key={hour}
                  data-shade={shade(n)}
                  title={t("hours.cell", { day: shortDay(one.day), hour, n: number(n) })}
                />
              ))}
            </div>
          ))}
          <div aria-hidden>
            <span />
            {days[0]?.[what].map((_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place in the day
              <small key={hour}>{hour % 6 === 0 ? hour : ""}</small>
            ))}
          </div>
        </div>
      )}
    </>
  );
}
