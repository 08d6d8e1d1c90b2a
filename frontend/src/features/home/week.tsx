import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dayOf, daysQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";

const HEIGHT = 64; // pixels of the highest bar

/** What the last seven days earned, settled or in review. */
export function Week() {
  const { t } = useTranslation("home");
  const { number, weekday } = useFormat();
  const today = dayOf();
  const days = Array.from({ length: 7 }, (_, back) => dayOf(today, 6 - back));
  const week = useQuery(daysQuery({ since: days[0] ?? today, until: today }));
  if (week.data === undefined || week.data.length === 0) return null;
  const won = days.map((day) =>
    week.data
      .filter((row) => row.day === day)
      .reduce((sum, row) => sum + row.earned + row.pending, 0),
  );
  const most = Math.max(1, ...won);
  const sum = won.reduce((a, b) => a + b, 0);
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("week")}</h2>
        <Link to="/earnings">
          <Money won={sum} />
        </Link>
      </div>
      <div
        className="home-week"
        role="img"
        aria-label={t("week_says", { won: number(won.at(-1) ?? 0) })}
      >
        {days.map((day, index) => (
          <div key={day} className={day === today ? "today" : ""}>
            <i style={{ height: Math.max(4, ((won[index] ?? 0) / most) * HEIGHT) }} />
            {weekday(`${day}T12:00:00+09:00`)}
          </div>
        ))}
      </div>
    </section>
  );
}
