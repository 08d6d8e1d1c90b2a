import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Note } from "~/ui/fault";

/** Why an import has ended without items: by the code of its chore, else as the server says. */
export function WhyFailed({ projectId, batch }: { projectId: number; batch: Schema<"BatchOut"> }) {
  const { t, i18n } = useTranslation("data");
  const chore = batch.chore_id;
  const { data } = useQuery({
    queryKey: ["project", projectId, "chore", chore, "ended"],
    enabled: chore !== null && batch.state === "failed",
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/chores/{chore_id}", {
          params: { path: { project_id: projectId, chore_id: chore ?? 0 } },
        }),
      ),
  });
  const code = data?.result?.reason ?? data?.result?.failed;
  const key = `upload.whole.${code}`;
  const known = typeof code === "string" && i18n.exists(key, { ns: "data" });
  const words = known
    ? t(key as "upload.whole.unknown_format")
    : batch.state === "cancelled"
      ? t("batches.called_off")
      : (batch.problem ?? t("batches.failed"));
  return (
    <div role="alert">
      <Note icon={CircleAlert} tone={batch.state === "cancelled" ? "" : "bad"}>
        {words}
      </Note>
    </div>
  );
}
