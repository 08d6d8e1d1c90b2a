import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { PartMark } from "~/ui/consortia/standings";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";

/** In whose projects the organisation takes part, or is invited to. */
export function Parts({ organisationId }: { organisationId: number }) {
  const { t } = useTranslation("consortia");
  const { number } = useFormat();
  const list = usePaged(["admin", "organisation", organisationId, "consortia"], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/consortia", {
        params: { path: { organisation_id: organisationId }, query: { after, limit: 50 } },
      }),
    ),
  );
  return (
    <section className="sec">
      <h2 className="title">{t("parts")}</h2>
      <ListFrame list={list} lines={2} none={<p className="label t3">{t("parts_none")}</p>}>
        <ul className="list tight adm-list">
          {rowsOf(list).map((row) => (
            <li key={row.id}>
              <Link
                to="/admin/organisations/$organisationId/consortia/$memberId"
                params={{ organisationId: String(organisationId), memberId: String(row.id) }}
                className="row between wrap"
              >
                <span className="col grow">
                  <b className="break">{row.project}</b>
                  <span className="label t3">
                    {t("led_by", { lead: row.lead })} · {t("people", { n: number(row.people) })}
                  </span>
                </span>
                <PartMark state={row.state} />
              </Link>
            </li>
          ))}
        </ul>
      </ListFrame>
    </section>
  );
}
