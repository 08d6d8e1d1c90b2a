import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import type { MarketRow } from "~/api/worker";
import { Fault, Skeleton } from "~/ui/fault";

const Markdown = lazy(async () => ({ default: (await import("~/ui/markdown")).Markdown }));

/** The guideline as it holds today, for who is in the project. */
export function Guideline({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  const path = { project_id: row.project_id, stage_id: row.stage_id };
  const newest = useQuery({
    queryKey: ["guideline", row.project_id, row.stage_id, "newest"],
    enabled: row.member && row.guideline,
    queryFn: async () => {
      const stage = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}", { params: { path } }),
      );
      const after = Math.max(0, (stage.guideline_version ?? 1) - 1);
      const page = await must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/guidelines", {
          params: { path, query: { after, limit: 1 } },
        }),
      );
      return page.items[0] ?? null;
    },
  });
  return (
    <>
      <div className="head row between">
        <h2 className="title">{t("guideline")}</h2>
        {newest.data != null && (
          <span className="label t3">{t("version", { n: newest.data.version })}</span>
        )}
      </div>
      {!row.guideline && <p className="t3">{t("guideline_none")}</p>}
      {row.guideline && !row.member && <p className="t3">{t("guideline_join")}</p>}
      <Fault error={newest.error} retry={() => newest.refetch()} />
      {newest.isLoading && <Skeleton lines={5} />}
      <Suspense fallback={<Skeleton lines={5} />}>
        {newest.data != null && <Markdown text={newest.data.body} />}
      </Suspense>
    </>
  );
}
