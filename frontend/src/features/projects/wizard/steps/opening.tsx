import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronRight, CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { importedQuery, quoteQuery, type StepId, useWizard } from "../state";
import { useSummary } from "../summary";

/** Everything once more on one page, then open. */
export function Opening() {
  const { t } = useTranslation(["projects", "common"]);
  const { project, stage, go } = useWizard();
  const move = useNavigate();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const lines = useSummary();
  const reading = useQuery(importedQuery(project.id, stage.id)).data?.reading === true;
  // Opened before, and nothing has come since that waits to be put on offer.
  const waiting = useQuery(quoteQuery(stage)).data?.items ?? 0;
  const running = project.state === "open" && stage.state === "open" && waiting === 0 && !busy;
  const lacking = lines.filter((line) => line.state === "lacking");

  const open = async () => {
    setBusy(true);
    setFault(undefined);
    const path = { project_id: project.id, stage_id: stage.id };
    try {
      // Each of these may have been done by a try before this one.
      const quote = await client.fetchQuery(quoteQuery(stage));
      if (quote.items > 0)
        await must(
          api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/openings", {
            params: { path },
            body: { priority: 0 },
          }),
        );
      if (stage.state !== "open")
        await must(
          api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/open", { params: { path } }),
        );
      if (project.state !== "open")
        await must(
          api.POST("/api/v1/projects/{project_id}/open", {
            params: { path: { project_id: project.id } },
          }),
        );
      await client.invalidateQueries({ queryKey: ["project", project.id] });
      await client.invalidateQueries({ queryKey: ["projects"] });
      toast(t("wizard.opened"));
      await move({ to: "/projects/$projectId", params: { projectId: String(project.id) } });
    } catch (error) {
      setFault(error);
      await client.invalidateQueries({ queryKey: ["project", project.id] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="wizard-step">
      <PageTitle name={t("wizard.step.open")}>
        {running
          ? t("wizard.title.is_open")
          : lacking.length === 0
            ? t("wizard.title.open")
            : t("wizard.title.not_yet", { n: lacking.length })}
      </PageTitle>
      <ul className="summary">
        {lines.map((line) => (
          <SummaryLine key={line.step} {...line} onGo={() => go(line.step)} />
        ))}
      </ul>
      {reading && (
        <Note icon={CircleDashed}>
          <p>{t("wizard.reading")}</p>
        </Note>
      )}
      <p className="hint">{t("wizard.open_means")}</p>
      <Fault error={fault} />
      <footer className="wizard-foot">
        <Button look="ghost" onPress={() => go("budget")}>
          {t("common:back")}
        </Button>
        <span className="grow" />
        {running ? (
          <LinkButton
            to="/projects/$projectId"
            params={{ projectId: String(project.id) }}
            look="primary"
            main
          >
            {t("wizard.to_project")}
          </LinkButton>
        ) : (
          <Button
            look="primary"
            main
            busy={busy}
            isDisabled={lacking.length > 0 || reading}
            onPress={open}
          >
            {t("standing.open")}
          </Button>
        )}
      </footer>
    </div>
  );
}

function SummaryLine({
  step,
  state,
  says,
  onGo,
}: {
  step: StepId;
  state: "good" | "lacking" | "remark";
  says: string;
  onGo: () => void;
}) {
  const { t } = useTranslation(["projects", "common"]);
  const icon = state === "good" ? CircleCheck : CircleAlert;
  const tone = state === "good" ? "c-ok" : state === "lacking" ? "c-bad" : "c-warn";
  return (
    <li>
      <Icon of={icon} size={16} className={tone} />
      <span className="summary-name label t3">{t(`wizard.step.${step}`)}</span>
      <span className="grow">{says}</span>
      <Button
        look="ghost"
        aria-label={`${t(`wizard.step.${step}`)}: ${t("common:edit")}`}
        onPress={onGo}
      >
        {t("common:edit")}
        <Icon of={ChevronRight} size={14} />
      </Button>
    </li>
  );
}
