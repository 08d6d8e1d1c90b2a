import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Hooks } from "~/ui/hooks/list";
import { PageTitle } from "~/ui/page";

/** Programs elsewhere that are told what happens in the project. */
export function HooksTab({ projectId }: { projectId: number }) {
  const { t } = useTranslation(["hooks", "projects"]);
  return (
    <>
      <PageTitle name={t("projects:pages.design")}>{t("hooks:title")}</PageTitle>
      <Hooks
        home={{ of: "project", id: projectId }}
        link={(hook) => (
          <Link
            to="/projects/$projectId/hooks/$hookId"
            params={{ projectId: String(projectId), hookId: String(hook.id) }}
            className="row-link break"
          >
            {hook.name}
          </Link>
        )}
      />
    </>
  );
}
