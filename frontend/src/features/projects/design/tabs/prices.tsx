import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { TableScroll } from "../../frame/table-scroll";
import { ApplyBar } from "../apply-bar";
import { usePrices } from "../prices/draft";
import { PriceForm } from "../prices/form";

/** What one task pays at each level, and the price cards before. */
export function PricesTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["projects", "common"]);
  const { number, full } = useFormat();
  const prices = usePrices(stage);
  const [tried, setTried] = useState(false);
  const [card] = prices.cards;
  const next = (stage.price_version ?? 0) + 1;
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {card === undefined
          ? t("design.title.no_prices")
          : t("design.title.prices", { won: number(card.level0) })}
      </PageTitle>
      <div className="design-form">
        <PriceForm
          draft={prices.draft}
          levels={prices.levels}
          missing={tried ? prices.missing : new Set()}
          onChange={prices.set}
        />
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={
              prices.changed && (card !== undefined || prices.missing.size < prices.levels.length)
            }
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
            <TableScroll label={t("design.versions")}>
              <table className="table">
                <thead>
                  <tr>
                    <th>{t("design.version_head")}</th>
                    <th className="num">{t("common:level.0")}</th>
                    <th className="num">{t("common:level.1")}</th>
                    <th className="num">{t("common:level.2")}</th>
                    <th className="num desk-only">{t("design.since")}</th>
                  </tr>
                </thead>
                <tbody>
                  {prices.cards.map((one, at) => (
                    <tr key={one.version}>
                      <td>
                        {t("design.version", { n: one.version })}{" "}
                        {at === 0 && <span className="pill ok">{t("design.now")}</span>}
                      </td>
                      <td className="num">
                        <Money won={one.level0} />
                      </td>
                      <td className="num">
                        <Money won={one.level1} />
                      </td>
                      <td className="num">
                        <Money won={one.level2} />
                      </td>
                      <td className="num t3 desk-only">{full(one.created_at)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          </section>
        )}
      </div>
    </>
  );
}
