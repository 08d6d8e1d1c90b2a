import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { useUnit } from "~/ui/price";
import { moment, Table } from "~/ui/table";
import type { Stage } from "../../frame/queries";
import { ApplyBar } from "../apply-bar";
import { usePrices } from "../prices/draft";
import { PriceForm } from "../prices/form";

/** What is paid for, how much at each level, and the price cards before. */
export function PricesTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["projects", "common"]);
  const { number, full } = useFormat();
  const unit = useUnit();
  const prices = usePrices(stage);
  const [tried, setTried] = useState(false);
  const [card] = prices.cards;
  const next = (stage.price_version ?? 0) + 1;
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {card === undefined
          ? t("design.title.no_prices")
          : t("design.title.prices", { won: number(card.level0), unit: unit(card) })}
      </PageTitle>
      <div className="design-form">
        <PriceForm prices={prices} tried={tried} />
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={prices.changed}
            word={t("design.apply", { n: next })}
            done={t("design.applied", { n: next })}
            save={async () => {
              setTried(true);
              const good = await prices.save();
              if (good) setTried(false);
              return good;
            }}
            reset={() => {
              prices.reset();
              setTried(false);
            }}
          >
            {t("design.prices_mean")}
          </ApplyBar>
        )}
        {prices.cards.length > 0 && (
          <section className="col g8">
            <h2 className="title">{t("design.versions")}</h2>
            <Table
              label={t("design.versions")}
              rows={prices.cards}
              keyOf={(one) => one.version}
              columns={[
                {
                  id: "version",
                  word: t("design.version_head"),
                  look: "nowrap",
                  cell: (one) => (
                    <>
                      {t("design.version", { n: one.version })}{" "}
                      {one === card && <span className="pill ok">{t("design.now")}</span>}
                    </>
                  ),
                },
                {
                  id: "unit",
                  word: t("prices.unit"),
                  cell: (one) => (
                    <>
                      {unit(one)} <span className="label t3">{one.definition}</span>
                    </>
                  ),
                },
                ...([0, 1, 2] as const).map((level) => ({
                  id: `level${level}`,
                  word: t(`common:level.${level}`),
                  num: true,
                  cell: (one: (typeof prices.cards)[number]) => (
                    <Money won={one[`level${level}`]} />
                  ),
                })),
                { ...moment("since", t("design.since")), cell: (one) => full(one.created_at) },
              ]}
            />
          </section>
        )}
      </div>
    </>
  );
}
