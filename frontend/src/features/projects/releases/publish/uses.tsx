import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Bars } from "../../charts/bars";
import "../../charts/charts.css";

const KINDS = ["company", "research", "public", "student", "person"] as const;

/** How often it was looked at and taken; by whom nobody can tell. */
export function Uses({ projectId, datasetId }: { projectId: number; datasetId: number }) {
  const { t } = useTranslation("defects");
  const { number } = useFormat();
  const found = useQuery({
    queryKey: ["project", projectId, "datasets", datasetId, "uses"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/datasets/{dataset_id}/uses", {
          params: { path: { project_id: projectId, dataset_id: datasetId } },
        }),
      ),
  }).data;
  if (found === undefined) return null;
  const taken = KINDS.reduce((sum, kind) => sum + (found.downloads[kind] ?? 0), 0);
  return (
    <section className="col g8">
      <h3 className="strong">{t("publish.uses")}</h3>
      <p className="label t2">
        {t("publish.uses_days", { n: found.days.length })} · {t("publish.uses_hint")}
      </p>
      <dl className="figures">
        <div>
          <dt>{t("publish.visits")}</dt>
          <dd>{number(found.visits)}</dd>
        </div>
        <div>
          <dt>{t("publish.downloads")}</dt>
          <dd>{number(taken)}</dd>
        </div>
        <div>
          <dt>{t("publish.people")}</dt>
          <dd>{number(found.people)}</dd>
        </div>
      </dl>
      <Bars
        rows={found.days.map((one) => ({ day: one.day, n: one.visits }))}
        label={t("publish.uses_chart")}
        show={number}
      />
      {taken > 0 && (
        <>
          <h4 className="label t3">{t("publish.uses_by")}</h4>
          <ul className="list tight">
            {KINDS.map((kind) => (
              <li key={kind}>
                <span className="grow">{t(`publish.user.${kind}`)}</span>
                <span className="num">{number(found.downloads[kind] ?? 0)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
