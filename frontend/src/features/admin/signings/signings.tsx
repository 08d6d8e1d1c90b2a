import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { PhaseMark, phaseOf } from "~/ui/signing/phase";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { Make } from "./make";
import { signingsKey } from "./queries";

/** The events at which an organisation has many sign. */
export function Signings({ house }: { house: number }) {
  const { t } = useTranslation("signing");
  const { full } = useFormat();
  const [makes, setMakes] = useState(false);
  const list = usePaged(signingsKey(house), (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/signings", {
        params: { path: { organisation_id: house }, query: { after, limit: 20 } },
      }),
    ),
  );
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("events")}</h2>
        <Button look="line" onPress={() => setMakes(true)}>
          <Icon of={Plus} size={16} />
          {t("desk.make")}
        </Button>
      </div>
      <PagedTable
        list={list}
        lines={2}
        label={t("events")}
        keyOf={(row) => row.id}
        none={
          <p className="t2">
            {t("desk.title_none")}. {t("desk.none_hint")}
          </p>
        }
        columns={[
          {
            id: "name",
            word: t("desk.name"),
            cell: (row) => (
              <>
                <Link
                  to="/admin/organisations/$organisationId/signings/$signingId"
                  params={{ organisationId: String(house), signingId: String(row.id) }}
                  className="adm-link"
                >
                  {row.title}
                </Link>
                <small className="label t3 block">
                  {row.project === null
                    ? t("desk.of_house")
                    : t("desk.of_project", { project: row.project })}
                </small>
              </>
            ),
          },
          {
            id: "state",
            word: t("desk.state"),
            look: "nowrap",
            cell: (row) => <PhaseMark phase={phaseOf(row)} />,
          },
          { ...moment("opens", t("desk.opens_at")), cell: (row) => full(row.opens_at) },
          { ...moment("closes", t("desk.closes_at")), cell: (row) => full(row.closes_at) },
        ]}
      />
      {makes && <Make house={house} onClose={() => setMakes(false)} />}
    </section>
  );
}
