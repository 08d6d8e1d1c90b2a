import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { PagedTable, usePaged } from "~/ui/table";
import { type House, HouseSelect, useHouse } from "../house";
import { NoHouse } from "./payouts";

/** Who opened what is sealed, when and why. */
export function Openings() {
  const house = useHouse();
  return house === undefined ? <NoHouse /> : <OfHouse house={house} />;
}

function OfHouse({ house }: { house: House }) {
  const { t } = useTranslation("payouts");
  const { full } = useFormat();
  const list = usePaged<Schema<"OpeningOut">>(["admin", "openings", house.id], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/openings", {
        params: { path: { organisation_id: house.id }, query: { after, limit: 50 } },
      }),
    ),
  );
  return (
    <>
      <PageTitle name={t("openings.page")}>{t("openings.title")}</PageTitle>
      <div className="adm-tools">
        <HouseSelect />
      </div>
      <PagedTable
        list={list}
        label={t("openings.page")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Lock} title={t("openings.none")}>
            <p>{t("openings.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "at",
            word: t("openings.at"),
            wide: true,
            look: "t3 nowrap",
            cell: (row) => full(row.at),
          },
          { id: "by", word: t("openings.by"), look: "strong", cell: (row) => row.by_name },
          {
            id: "whose",
            word: t("openings.whose"),
            cell: (row) => (
              <>
                {row.person}
                <small className="label t3 block">{t(`openings.kinds.${row.what}`)}</small>
              </>
            ),
          },
          {
            id: "reason",
            word: t("openings.reason"),
            look: "t2",
            cell: (row) => (
              <>
                {row.payout_id === null ? row.reason : t("openings.file", { n: row.payout_id })}
                <small className="label t3 phone-only">{full(row.at)}</small>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
