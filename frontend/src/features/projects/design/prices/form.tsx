import { useQuery } from "@tanstack/react-query";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Checkbox, NumberField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { WageBar } from "~/ui/money";
import { useUnit } from "~/ui/price";
import type { Lacking, usePrices } from "./draft";
import { floorPrice, hourlyOf, type Level, type PriceDraft, withAt } from "./model";
import { UnitFields } from "./unit";
import { measuredAt, minimumWageQuery, type Pace } from "./wage";

/** What is paid for, and how much at each level that is used, beside the minimum wage. */
export function PriceForm({
  prices,
  tried,
}: {
  prices: ReturnType<typeof usePrices>;
  /** Whether somebody wanted to go on: what lacks is said from then on. */
  tried: boolean;
}) {
  const { t } = useTranslation("projects");
  const { draft, set } = prices;
  const missing: Lacking = tried ? prices.missing : new Set();
  return (
    <div className="col g24">
      <UnitFields
        draft={draft}
        modality={prices.modality}
        undefined={missing.has("definition")}
        onChange={set}
      />
      {prices.levels.map((level) => (
        <PriceOf
          key={level}
          level={level}
          draft={draft}
          pace={prices.pace}
          missing={missing.has(level)}
          onChange={set}
        />
      ))}
      {prices.low && (
        <div className="col g8">
          <Checkbox isSelected={draft.topUps} onChange={(topUps) => set({ ...draft, topUps })}>
            {t("prices.top_ups")}
            <span className="hint block">{t("prices.top_ups_hint")}</span>
          </Checkbox>
          {missing.has("accept") && (
            <p className="err" role="alert">
              <Icon of={CircleAlert} size={16} />
              {t("prices.accept")}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function PriceOf({
  level,
  draft,
  pace,
  missing,
  onChange,
}: {
  level: Level;
  draft: PriceDraft;
  pace: Pace | undefined;
  missing: boolean;
  onChange: (next: PriceDraft) => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const { number } = useFormat();
  const unit = useUnit();
  const minimum = useQuery(minimumWageQuery).data;
  const won = draft.won[level];
  const thought = draft.seconds[level];
  const measured = measuredAt(pace, draft, level);
  const seconds = measured ?? thought;
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
          label={t("prices.price", { unit: unit(draft) })}
          minValue={0}
          maxValue={1_000_000_000}
          value={won}
          onChange={(next) => set(Number.isNaN(next) ? 0 : Math.round(next))}
          suffix={<span className="t3">{t("prices.won")}</span>}
          error={missing ? t("prices.fault") : undefined}
        />
        <NumberField
          label={t("prices.seconds", { unit: unit(draft) })}
          hint={
            measured !== null
              ? t("prices.measured", { n: number(Math.round(measured * 10) / 10) })
              : draft.unit === "task" && thought > 0
                ? t("prices.per_hour", { n: number(Math.floor(3600 / thought)) })
                : undefined
          }
          minValue={1}
          maxValue={86_400}
          value={thought}
          onChange={(next) =>
            onChange({
              ...draft,
              seconds: withAt(draft.seconds, level, Number.isNaN(next) ? 1 : Math.round(next)),
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
