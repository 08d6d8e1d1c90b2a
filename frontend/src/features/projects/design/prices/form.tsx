import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { WageBar } from "~/ui/money";
import { floorPrice, hourlyOf, type Level, type PriceDraft, withAt } from "./model";
import { minimumWageQuery } from "./wage";

/** Pay for one task at each level that is used, beside the minimum wage. */
export function PriceForm({
  draft,
  levels,
  missing,
  onChange,
}: {
  draft: PriceDraft;
  levels: readonly Level[];
  /** Levels whose price has to be said before going on. */
  missing: ReadonlySet<Level>;
  onChange: (next: PriceDraft) => void;
}) {
  return (
    <div className="col g24">
      {levels.map((level) => (
        <PriceOf
          key={level}
          level={level}
          draft={draft}
          missing={missing.has(level)}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

function PriceOf({
  level,
  draft,
  missing,
  onChange,
}: {
  level: Level;
  draft: PriceDraft;
  missing: boolean;
  onChange: (next: PriceDraft) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const minimum = useQuery(minimumWageQuery).data;
  const won = draft.won[level];
  const seconds = draft.seconds[level];
  const hourly = hourlyOf(won, seconds);
  const low = minimum !== undefined && hourly !== null && hourly < minimum;
  const floor = minimum !== undefined && seconds > 0 ? floorPrice(seconds, minimum) : null;
  const set = (next: number) => onChange({ ...draft, won: withAt(draft.won, level, next) });
  const name = t(`common:level.${level}`);
  return (
    <fieldset className="price-level">
      <legend className="title">{name}</legend>
      <div className="form-pair">
        <NumberField
          label={t("prices.price")}
          minValue={0}
          maxValue={1_000_000_000}
          value={won}
          onChange={(next) => set(Number.isNaN(next) ? 0 : Math.round(next))}
          suffix={<span className="t3">{t("prices.won")}</span>}
          error={missing ? t("prices.fault") : undefined}
        />
        <NumberField
          label={t("prices.seconds")}
          hint={
            seconds > 0
              ? t("prices.per_hour", { n: number(Math.floor(3600 / seconds)) })
              : undefined
          }
          minValue={1}
          maxValue={86_400}
          value={seconds}
          onChange={(next) =>
            onChange({
              ...draft,
              seconds: withAt(draft.seconds, level, Number.isNaN(next) ? 0 : next),
            })
          }
          suffix={<span className="t3">{t("prices.second")}</span>}
        />
      </div>
      {hourly !== null && minimum !== undefined && (
        <div className="wage-line">
          <p className="label">
            {t("prices.hourly", { won: number(hourly) })}{" "}
            <span className="t3">{t("prices.minimum", { won: number(minimum) })}</span>
          </p>
          <WageBar
            hourly={hourly}
            minimum={minimum}
            label={t("prices.bar", { won: number(hourly), minimum: number(minimum) })}
          />
        </div>
      )}
      {low && floor !== null && (
        <div className="note warn" role="status">
          <Icon of={TriangleAlert} />
          <p className="grow">
            {t("prices.low", {
              level: name,
              won: number(minimum - (hourly ?? 0)),
              floor: number(floor),
            })}
          </p>
          <Button look="ghost" onPress={() => set(floor)}>
            {t("prices.raise", { won: number(floor) })}
          </Button>
        </div>
      )}
      {won === 0 && floor !== null && (
        <div>
          <Button look="ghost" onPress={() => set(floor)}>
            {t("prices.suggest", { won: number(floor) })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
