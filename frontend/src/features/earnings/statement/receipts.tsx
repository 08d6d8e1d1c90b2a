import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { receiptPaper, receiptsQuery } from "./queries";

/** The withholding receipts of the years in which one was paid. */
export function Receipts() {
  const { t, i18n } = useTranslation("papers");
  const found = useQuery(receiptsQuery);
  if (found.data === undefined || found.data.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="receipts">
      <h2 className="title" id="receipts">
        {t("mine.receipts")}
      </h2>
      <ul className="list">
        {found.data.map((one) => (
          <li key={`${one.organisation_id} ${one.year}`}>
            <div className="grow">
              <p className="strong">{t("mine.year", { year: String(one.year) })}</p>
              <p className="label t3">
                {one.organisation} · {t("mine.withheld")} <Money won={one.tax + one.local} />
              </p>
            </div>
            <a
              className="btn line"
              href={receiptPaper(one.organisation_id, one.year, i18n.language)}
              aria-label={t("mine.receipt_of", {
                year: String(one.year),
                house: one.organisation,
              })}
              download
            >
              <Icon of={Download} size={16} />
              PDF
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
