import { CircleCheck, CircleDashed } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { PagedTable, usePaged } from "~/ui/table";

const FILTERS = ["unsigned", "signed", "all"] as const;

/** Who of the project has signed the version that holds today, and who has not. */
export function Signers({ projectId, version }: { projectId: number; version: number }) {
  const { t } = useTranslation("signing");
  const { full, number } = useFormat();
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>("unsigned");
  const signed = filter === "all" ? undefined : filter === "signed";
  const list = usePaged(["project", projectId, "signatures", version, filter], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/signatures", {
        params: { path: { project_id: projectId }, query: { after, limit: 50, signed } },
      }),
    ),
  );
  const counts = list.data?.pages[0];
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("project.title")}</h2>
        <Chips
          label={t("desk.filter")}
          parts={FILTERS.map((id) => ({ id, word: t(`desk.${id}`) }))}
          chosen={filter}
          onChoose={setFilter}
        />
      </div>
      {counts !== undefined && (
        <p className="t2">
          {t("project.counts", { called: number(counts.called), signed: number(counts.signed) })}
        </p>
      )}
      <PagedTable
        list={list}
        lines={3}
        label={t("project.title")}
        keyOf={(row) => row.person_id}
        none={<p className="label t3">{t("desk.nobody")}</p>}
        columns={[
          {
            id: "person",
            word: t("desk.person"),
            cell: (row) => (
              <>
                {row.name}
                <small className="label t3 block">{row.pseudonym}</small>
              </>
            ),
          },
          {
            id: "signed",
            word: t("desk.signed_at"),
            num: true,
            cell: (row) =>
              row.signed_at === null ? (
                <Mark icon={CircleDashed} tone="off">
                  {t("desk.not_yet")}
                </Mark>
              ) : (
                <Mark icon={CircleCheck} tone="ok">
                  {full(row.signed_at)}
                </Mark>
              ),
          },
        ]}
      />
    </section>
  );
}
