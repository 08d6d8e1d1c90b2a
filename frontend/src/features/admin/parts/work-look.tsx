import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Skeleton } from "~/ui/fault";
import { Markdown } from "~/ui/markdown";
import { type Turn, Turns } from "./turns";
import { WorkShown } from "./work-shown";

/** The verdict that a rejection stands on. */
export const against = (work: Schema<"WorkOut">): Turn | undefined =>
  work.turns.filter((turn) => turn.verdict === "reject").at(-1);

/** A piece of work as it is judged once more: what it is about, what was handed in and said of it,
 * the guideline. What both sides say comes between. */
export function WorkLook({ work, children }: { work: Schema<"WorkOut">; children?: ReactNode }) {
  const { t } = useTranslation("admin");
  const answers = work.turns.filter((turn) => turn.answer !== null);
  const last = answers.filter((turn) => turn.level === 0).at(-1);
  const [chosen, setChosen] = useState<Turn>();
  const shown = chosen ?? last;
  const media = useQuery({
    queryKey: ["admin", "media", work.project_id, work.item.id],
    enabled: work.item.document === null,
    staleTime: 600_000, // the link holds for a quarter of an hour
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
          params: {
            path: { project_id: work.project_id, item_id: work.item.id },
            query: { task_id: work.task_id },
          },
        }),
      ),
    retry: false,
  });
  const reasons = useQuery({
    queryKey: ["project", work.project_id, "reasons"],
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/reasons", {
          params: { path: { project_id: work.project_id } },
        }),
      ),
  });
  return (
    <div className="col g24">
      {media.isLoading ? (
        <Skeleton lines={5} />
      ) : (
        <WorkShown
          item={work.item}
          media={media.data ?? null}
          captures={{ project_id: work.project_id, assignment_id: work.id }}
          schema={work.label_schema}
          turns={work.turns}
          shown={shown}
          pins={against(work)?.pins ?? []}
        />
      )}
      {children}
      <section className="col g8">
        <h2 className="title">{t("turns.title")}</h2>
        <Turns
          turns={work.turns}
          reasons={reasons.data}
          shown={shown?.submission_id}
          onShow={setChosen}
        />
      </section>
      {work.guideline !== null && (
        <details className="col g8">
          <summary className="title">{t("appeals.guideline")}</summary>
          <Markdown text={work.guideline} />
        </details>
      )}
    </div>
  );
}
