import { useTranslation } from "react-i18next";
import { type ProfileAxis, useProfileWords } from "~/i18n/profile";
import type { Participation } from "./queries";

type Own = NonNullable<Participation["stages"][number]["quota"]>;

/** How many of one's own group are wanted, and how many there are. */
export function OwnGroup({ cell }: { cell: Own }) {
  const { t } = useTranslation("taking");
  const words = useProfileWords();
  const name = Object.entries(cell.cell as Record<string, string>)
    .map(([axis, value]) => words.value(axis as ProfileAxis, value))
    .join(" · ");
  const { taken, goal } = cell;
  return (
    <div className="col g4">
      <p className="row between label">
        <span className="t2">{t("group_of", { name })}</span>
        <span className="strong">{t(`quota.${cell.counts}`, { taken, goal })}</span>
      </p>
      <div
        className="bar"
        role="progressbar"
        aria-label={t("group_of", { name })}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, goal)}
        aria-valuenow={Math.min(taken, goal)}
      >
        <i style={{ width: `${(100 * Math.min(taken, goal)) / Math.max(1, goal)}%` }} />
      </div>
    </div>
  );
}
