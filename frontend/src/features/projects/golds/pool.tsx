import { CircleAlert, CircleCheck, CircleDashed, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Mark } from "~/ui/state";
import type { Level, Pool } from "./queries";

const LOOK = {
  off: [Minus, "off"],
  dry: [CircleAlert, "warn"],
  none: [CircleDashed, ""],
  few: [CircleDashed, ""],
  enough: [CircleCheck, "ok"],
} as const;

function stateOf({ open, wanted, dry_since }: Pool): keyof typeof LOOK {
  if (wanted === 0) return "off";
  if (dry_since !== null) return "dry";
  if (open === 0) return "none";
  return open < wanted ? "few" : "enough";
}

/** How far the known answers of a level reach, and what to do where they do not. */
export function PoolRow({ pool }: { pool: Pool }) {
  const { t } = useTranslation(["golds", "trusted"]);
  const { number, ago } = useFormat();
  const state = stateOf(pool);
  const [icon, tone] = LOOK[state];
  return (
    <li className="wrap">
      <div className="col g4 grow">
        <b>{t(`trusted:level.${pool.level as Level}`)}</b>
        <p className="num-line">
          {t(state === "off" ? "reach_off" : "reach", {
            open: number(pool.open),
            wanted: number(pool.wanted),
            left: number(pool.people_left),
          })}
        </p>
        {pool.dry_since !== null && state === "dry" && (
          <p className="label c-warn">{t("dry", { at: ago(pool.dry_since) })}</p>
        )}
      </div>
      <Mark icon={icon} tone={tone}>
        {t(`reaches.${state}`)}
      </Mark>
    </li>
  );
}
