import { useTranslation } from "react-i18next";
import type { MarketRow } from "~/api/worker";
import { LinkButton } from "~/ui/button";

/** The button of a row: begin, go on, or look what is needed. */
export function Go({ row, main }: { row: MarketRow; main: boolean }) {
  const { t } = useTranslation("market");
  const path = { projectId: String(row.project_id), stageId: String(row.stage_id) };
  const ready = row.may || row.held > 0;
  if (!ready)
    return (
      <LinkButton to="/work/stages/$projectId/$stageId" params={path} look="line">
        {t("look")}
      </LinkButton>
    );
  const look = main ? "primary" : "line";
  if (row.level > 0)
    return (
      <LinkButton
        to="/review/$projectId/$stageId/$level"
        params={{ ...path, level: String(row.level) }}
        look={look}
      >
        {t("inspect")}
      </LinkButton>
    );
  return (
    <LinkButton to="/do/$projectId/$stageId" params={path} look={look}>
      {t(row.held > 0 ? "resume" : "start")}
    </LinkButton>
  );
}
