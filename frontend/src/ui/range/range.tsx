import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import "./range.css";

/** What is known of somebody, as shares; null until anything is. */
type Known = Record<"mean" | "low" | "high" | "bar", number | null>;

/** Whether what is known of somebody is above the bar, below it, or not sure enough to tell. */
export function sideOf({ low, high, bar }: Omit<Known, "mean">) {
  if (low === null || high === null || bar === null) return null;
  return low >= bar ? "above" : high < bar ? "under" : "near";
}

/** From where to where it may be, the middle of it, and the bar to reach; from none right to all. */
export function Range({ row, big = false }: { row: Known; big?: boolean }) {
  const { t } = useTranslation("trusted");
  const { percent } = useFormat();
  const { mean, low, high, bar } = row;
  if (mean === null || low === null || high === null) return null;
  const at = (share: number) => `${share * 100}%`;
  const said = { mean: percent(mean), low: percent(low), high: percent(high) };
  return (
    <div
      className={big ? "tr-range big" : "tr-range"}
      role="img"
      aria-label={
        bar === null
          ? t("range_label_bare", said)
          : t("range_label", { ...said, bar: percent(bar) })
      }
    >
      <span className="tr-track">
        <i className="tr-band" style={{ left: at(low), right: at(1 - high) }} />
        <i className="tr-mean" style={{ left: at(mean) }} />
        {bar !== null && <i className="tr-bar" style={{ left: at(bar) }} />}
      </span>
      {big && (
        <span className="tr-axis label t3 pnum">
          <span>{percent(0)}</span>
          {bar !== null && (
            <span className="tr-said" style={{ left: at(Math.min(0.86, Math.max(0.14, bar))) }}>
              {t("bar", { bar: percent(bar) })}
            </span>
          )}
          <span>{percent(1)}</span>
        </span>
      )}
    </div>
  );
}
