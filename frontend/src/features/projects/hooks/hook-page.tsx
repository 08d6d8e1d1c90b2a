import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { BackLink } from "~/ui/back-link";
import { HookView } from "~/ui/hooks/hook";
import { useProjectId } from "../frame/queries";

/** One webhook of the project. */
export function HookPage() {
  const { t } = useTranslation("hooks");
  const projectId = useProjectId();
  const { hookId } = useParams({ from: "/inside/projects/$projectId/hooks/$hookId" });
  const go = useNavigate();
  const back = {
    to: "/projects/$projectId/design",
    params: { projectId: String(projectId) },
    search: { tab: "hooks" },
  } as const;
  return (
    <div className="narrow">
      <BackLink {...back}>{t("title")}</BackLink>
      <HookView
        home={{ of: "project", id: projectId }}
        hookId={Number(hookId)}
        onGone={() => go(back)}
      />
    </div>
  );
}
