import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Note } from "~/ui/fault";
import { useChore } from "../live/chore";
import type { Release } from "./queries";

/** Why a release cannot be downloaded: it could not be built, or it was shut. */
export function WhyNot({ projectId, release }: { projectId: number; release: Release }) {
  const { t, i18n } = useTranslation("data");
  const failed = release.state === "failed";
  const chore = useChore(projectId, failed ? release.chore_id : null);
  // The reason of a shut release is the last thing in its history.
  const shut = useQuery({
    queryKey: ["project", projectId, "events", "release", release.id],
    enabled: !failed,
    queryFn: () =>
      must(
        api.GET("/api/v1/projects/{project_id}/events", {
          params: {
            path: { project_id: projectId },
            query: { subject: "release", subject_id: release.id, limit: 100 },
          },
        }),
      ),
  }).data?.items.findLast((event) => event.target === "closed");
  if (!failed)
    return (
      <Note icon={Lock} tone="warn">
        <p className="strong">{t("releases.shut")}</p>
        {shut !== undefined && shut.why !== "" && <p className="break">{shut.why}</p>}
      </Note>
    );
  const key = `releases.failed.${chore?.result?.failed}`;
  const known = i18n.exists(key, { ns: "data" });
  return (
    <div role="alert">
      <Note icon={CircleAlert} tone="bad">
        {known
          ? t(key as "releases.failed.nothing_to_release")
          : (release.problem ?? t("releases.failed.other"))}
      </Note>
    </div>
  );
}
