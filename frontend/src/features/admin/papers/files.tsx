import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Icon } from "~/ui/icons";
import { type House, pays } from "../house";
import { Book } from "./book";
import { Opened } from "./opened";

export type Kind = Schema<"PaperKind">;

/** Papers that can be taken along: as CSV at once, as a workbook when it has been made. */
export function Files({
  house,
  period,
  kinds,
}: {
  house: House;
  /** A month, or a year. */
  period: string;
  kinds: readonly Kind[];
}) {
  const { t, i18n } = useTranslation("papers");
  return (
    <section className="sec" aria-labelledby="papers">
      <h2 className="title" id="papers">
        {t("office.papers")}
      </h2>
      <p className="label t3">
        {t("office.masked")} {t("office.training")}
      </p>
      <ul className="list papers">
        {kinds.map((kind) => (
          <li key={`${house.id} ${period} ${kind}`}>
            <div className="grow">
              <p className="strong">{t(`office.kinds.${kind}`)}</p>
              <p className="label t3">{t(`office.hints.${kind}`)}</p>
            </div>
            <span className="row g8 wrap">
              {kind === "simplified" && pays(house) && <Opened house={house} period={period} />}
              <Book house={house} period={period} kind={kind} />
              <a
                className="btn line"
                href={`/api/v1/organisations/${house.id}/papers/${kind}/csv?period=${period}&lang=${i18n.language}`}
                aria-label={`${t(`office.kinds.${kind}`)} ${t("office.csv")}`}
                download
              >
                <Icon of={Download} size={16} />
                {t("office.csv")}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
