import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button, LinkButton } from "~/ui/button";
import { Fault } from "~/ui/fault";
import type { Work } from "./queries";

const Appeal = lazy(async () => ({ default: (await import("./appeal")).Appeal }));

/** What can be done about a piece of work, as its state has it; nothing where nothing can. */
export function Acts({ work }: { work: Work }) {
  const { t } = useTranslation("mywork");
  const [appealing, setAppealing] = useState(false);
  const editor = {
    to: "/work/$projectId/$assignmentId",
    params: { projectId: String(work.project_id), assignmentId: String(work.id) },
  } as const;
  const inTime = work.due_at !== null && new Date(work.due_at) > new Date();
  switch (work.state) {
    case "reserved":
    case "rework":
      return (
        <div className="piece-foot">
          <LinkButton {...editor} look="primary" main className="grow">
            {t(work.state === "rework" ? "act.fix" : "act.go")}
          </LinkButton>
        </div>
      );
    case "returned":
    case "expired":
    case "rework_expired":
      return <Resume work={work} />;
    case "rejected":
      if (!inTime) return null;
      return (
        <div className="piece-foot">
          <Button look="primary" main className="grow" onPress={() => setAppealing(true)}>
            {t("act.appeal")}
          </Button>
          <Suspense>
            {appealing && <Appeal work={work} onClose={() => setAppealing(false)} />}
          </Suspense>
        </div>
      );
    default:
      return null;
  }
}

/** Takes up again what was given back or ran out; the draft is still there. */
function Resume({ work }: { work: Work }) {
  const { t } = useTranslation("mywork");
  const go = useNavigate();
  const client = useQueryClient();
  const path = { project_id: work.project_id, assignment_id: work.id };
  const resume = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/resume", {
          params: { path },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["me"] });
      await go({
        to: "/work/$projectId/$assignmentId",
        params: { projectId: String(work.project_id), assignmentId: String(work.id) },
      });
    },
  });
  return (
    <div className="piece-foot wrap">
      <Fault error={resume.error} />
      <Button
        look="primary"
        main
        className="grow"
        busy={resume.isPending}
        onPress={() => resume.mutate()}
      >
        {t("act.resume")}
      </Button>
    </div>
  );
}
