import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Switch } from "~/ui/field";
import { Progress } from "~/ui/page";
import { moment, PagedTable, usePaged } from "~/ui/table";
import type { Stage } from "../../frame/queries";

type Page = Schema<"ReadersPage">;

/** Who has confirmed the version of the guideline that is to be read, and who has not. */
export function Readers({ stage }: { stage: Stage }) {
  const { t } = useTranslation("reading");
  const { full, number } = useFormat();
  const [late, setLate] = useState(true);
  const list = usePaged<Schema<"ReaderOut">, Page>(
    ["project", stage.project_id, "stage", stage.id, "readers", late],
    (after) =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines/readers", {
          params: {
            path: { project_id: stage.project_id, stage_id: stage.id },
            query: { after, limit: 20, late },
          },
        }),
      ),
  );
  const first = list.data?.pages[0];
  const asked = first?.asked ?? null;
  const says =
    first === undefined || asked === null
      ? ""
      : t("must.count", {
          people: number(first.people),
          read: number(first.read),
          version: asked,
        });
  return (
    <section className="col g12">
      <div className="head row between">
        <h2 className="title">{t("must.title")}</h2>
        <Switch isSelected={late} onChange={setLate}>
          {t("must.late")}
        </Switch>
      </div>
      {first !== undefined && says !== "" && first.people > 0 && (
        <div className="col g6">
          <Progress done={first.read} total={first.people} label={says} />
          <p className="label t2">{says}</p>
        </div>
      )}
      <PagedTable
        list={list}
        label={t("must.title")}
        none={<p className="t3">{first?.people === 0 ? t("must.nobody") : t("must.none")}</p>}
        keyOf={(row) => row.person_id}
        columns={[
          {
            id: "who",
            word: t("must.who"),
            cell: (row) => (
              <>
                <span className="strong">{row.pseudonym}</span>{" "}
                <span className="label t3">{row.name}</span>
              </>
            ),
          },
          {
            id: "version",
            word: t("must.version"),
            num: true,
            cell: (row) => row.version ?? t("must.never"),
          },
          {
            ...moment("when", t("must.when")),
            cell: (row) => (row.read_at === null ? "–" : full(row.read_at)),
          },
        ]}
      />
    </section>
  );
}
