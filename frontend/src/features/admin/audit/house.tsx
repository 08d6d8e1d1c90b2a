import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Select } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { usePaged } from "~/ui/table";
import { Between } from "../parts/dates";
import { Rows } from "./rows";
import { queryOf, Words } from "./search";
import { OF_WORK, SUBJECTS, type Subject } from "./subjects";

const DECIDED = SUBJECTS.filter((id) => !OF_WORK.has(id));

/** Who decided what in an organisation and all its projects. */
export function HouseAudit() {
  const { t } = useTranslation(["admin", "data"]);
  const from = "/inside/admin/organisations/$organisationId/audit";
  const id = Number(useParams({ from }).organisationId);
  const search = useSearch({ from });
  const { subject, since, until, q } = search;
  const go = useNavigate({ from: "/admin/organisations/$organisationId/audit" });
  const put = (change: Partial<typeof search>) =>
    go({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  const asked = { subject, since, until, q };
  const list = usePaged(["admin", "organisation", id, "audit", asked], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/audit", {
        params: {
          path: { organisation_id: id },
          query: { ...queryOf(asked), after, limit: 50 },
        },
      }),
    ),
  );
  return (
    <>
      <PageTitle name={t("pages.audit")}>{t("audit.title_house")}</PageTitle>
      <div className="adm-tools">
        <Select
          aria-label={t("audit.subject")}
          label=""
          value={subject ?? "all"}
          onChange={(key) => put({ subject: key === "all" ? undefined : (key as Subject) })}
          options={[
            { id: "all", name: t("audit.all") },
            ...DECIDED.map((one) => ({ id: one, name: t(`data:events.subjects.${one}`) })),
          ]}
        />
        <Between since={since} until={until} onChange={put} />
        <Words
          asked={asked}
          at={`/api/v1/organisations/${id}/audit`}
          onChange={(words) => put({ q: words })}
        />
      </div>
      <Rows list={list} />
    </>
  );
}
