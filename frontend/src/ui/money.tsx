import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";

/** An amount of won, its number strong and its unit light; a minus sign, never a hyphen. */
export function Money({ won, sign = false }: { won: number; sign?: boolean }) {
  const { i18n } = useTranslation();
  const { number } = useFormat();
  const mark = won < 0 ? "−" : sign && won > 0 ? "+" : "";
  const digits = number(Math.abs(won));
  return i18n.language === "en" ? (
    <b className="won">
      {mark}
      <i>₩</i>
      {digits}
    </b>
  ) : (
    <b className="won">
      {mark}
      {digits}
      <i>원</i>
    </b>
  );
}

const TOP = 16_000; // won an hour at the bar's end

/** Hourly pay on a bar with a tick at the minimum wage; amber below it. */
export function WageBar({
  hourly,
  minimum,
  label,
}: {
  hourly: number;
  minimum: number;
  label: string;
}) {
  const low = hourly < minimum;
  return (
    <div
      className={low ? "wage low" : "wage"}
      role="img"
      aria-label={label}
      style={{ "--floor": `${Math.min(100, (minimum / TOP) * 100)}%` } as React.CSSProperties}
    >
      <i style={{ width: `${Math.min(100, (hourly / TOP) * 100)}%` }} />
    </div>
  );
}
