import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Releases, what the public sees of them, and what users found wrong with them. */
export function ReleaseTabs({ projectId }: { projectId: number }) {
  const { t } = useTranslation("defects");
  const params = { projectId: String(projectId) };
  return (
    <nav className="tabs design-tabs" aria-label={t("tabs.label")}>
      <Link
        to="/projects/$projectId/releases"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {t("tabs.releases")}
      </Link>
      <Link to="/projects/$projectId/releases/catalogue" params={params}>
        {t("tabs.catalogue")}
      </Link>
      <Link to="/projects/$projectId/releases/defects" params={params}>
        {t("tabs.defects")}
      </Link>
    </nav>
  );
}
