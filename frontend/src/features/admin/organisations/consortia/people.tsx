import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { WorkMark } from "~/ui/state";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";

type Path = { organisation_id: number; member_id: number };
const AT = "/api/v1/organisations/{organisation_id}/consortia/{member_id}";

/** What the organisation's own people have done. */
export function PartPeople({ path }: { path: Path }) {
  const { t } = useTranslation(["consortia", "common"]);
  const { number, percent, ago } = useFormat();
  const list = useInfiniteQuery({
    queryKey: [
      "admin",
      "organisation",
      path.organisation_id,
      "consortia",
      path.member_id,
      "people",
    ],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      must(api.GET(`${AT}/people`, { params: { path, query: { after: pageParam, limit: 50 } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return (
    <section className="sec">
      <h2 className="title">{t("consortia:our_people")}</h2>
      <PagedTable
        list={list}
        lines={3}
        label={t("consortia:our_people")}
        keyOf={(row) => row.pseudonym}
        none={<p className="label t3">{t("consortia:people_none")}</p>}
        columns={[
          {
            id: "who",
            word: t("consortia:who"),
            cell: (row) => (
              <>
                <b>{row.name}</b>
                <small className="label t3 block">{row.pseudonym}</small>
              </>
            ),
          },
          {
            id: "roles",
            word: t("consortia:roles_of"),
            wide: true,
            cell: (row) => row.roles.map((role) => t(`common:role.${role}`)).join(", "),
          },
          { ...figure("done", t("consortia:done")), cell: (row) => number(row.done) },
          { ...figure("accepted", t("consortia:accepted")), cell: (row) => number(row.accepted) },
          {
            ...figure("first", t("consortia:first_pass")),
            wide: true,
            cell: (row) => (row.first_pass === null ? "–" : percent(row.first_pass)),
          },
          {
            ...figure("earned", t("consortia:earned")),
            wide: true,
            cell: (row) => <Money won={row.earned} />,
          },
          {
            ...moment("last", t("consortia:last")),
            cell: (row) => (row.last_at === null ? "–" : ago(row.last_at)),
          },
        ]}
      />
    </section>
  );
}

/** Their pieces of work, the newest first. */
export function PartWork({ path }: { path: Path }) {
  const { t } = useTranslation("consortia");
  const { full } = useFormat();
  const list = usePaged(
    ["admin", "organisation", path.organisation_id, "consortia", path.member_id, "work"],
    (after) => must(api.GET(`${AT}/work`, { params: { path, query: { after, limit: 50 } } })),
  );
  return (
    <section className="sec">
      <h2 className="title">{t("our_work")}</h2>
      <PagedTable
        list={list}
        lines={3}
        label={t("our_work")}
        keyOf={(row) => row.id}
        none={<p className="label t3">{t("work_none")}</p>}
        columns={[
          { id: "who", word: t("who"), cell: (row) => row.name },
          {
            id: "stage",
            word: t("stage"),
            cell: (row) => `${row.stage} · ${t(`level.${row.level as 0}`)}`,
          },
          { id: "state", word: t("state_of"), cell: (row) => <WorkMark state={row.state} /> },
          { ...moment("at", t("claimed")), cell: (row) => full(row.reserved_at) },
        ]}
      />
    </section>
  );
}
