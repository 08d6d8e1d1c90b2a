import { ClipboardCheck, FileText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Icon } from "~/ui/icons";

/** The way to what is told of a release. */
export function PapersOf({ projectId, releaseId }: { projectId: number; releaseId: number }) {
  const { t } = useTranslation("reports");
  const to = "/projects/$projectId/reports";
  const params = { projectId: String(projectId) };
  return (
    <nav className="row wrap" aria-label={t("name")}>
      <LinkButton look="ghost" to={to} params={params} search={{ release: releaseId }}>
        <Icon of={ClipboardCheck} size={16} />
        {t("tabs.report")}
      </LinkButton>
      <LinkButton
        look="ghost"
        to={to}
        params={params}
        search={{ tab: "sheet", release: releaseId }}
      >
        <Icon of={FileText} size={16} />
        {t("tabs.sheet")}
      </LinkButton>
    </nav>
  );
}
