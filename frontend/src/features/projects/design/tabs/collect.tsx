import { useQuery } from "@tanstack/react-query";
import { FileSignature, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Note } from "~/ui/fault";
import { NumberField, RadioGroup } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { agreementQuery } from "../../people/agreement-query";
import { ApplyBar } from "../apply-bar";
import { usePipeline } from "../flow/queries";

type Collect = { minors: "refuse" | "guardian"; group_max: number; overlap: number };

/** Who may take part in a collect stage, how many together, and how many for each prompt. */
export function CollectTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["collecting", "projects", "common"]);
  const pipeline = usePipeline(stage.project_id);
  const agreement = useQuery(agreementQuery(stage.project_id));
  const base = useMemo((): Collect => {
    const known = stage.collect as Partial<Collect> | null;
    return {
      minors: known?.minors ?? "refuse",
      group_max: known?.group_max ?? 1,
      overlap: stage.overlap,
    };
  }, [stage.collect, stage.overlap]);
  const kept = useKept(`collect.${stage.project_id}.${stage.id}`, base);
  const draft = kept.value;
  const set = (part: Partial<Collect>) => kept.set({ ...draft, ...part });
  const fit = Number.isInteger(draft.overlap) && draft.overlap >= 1;
  const params = { projectId: String(stage.project_id) };
  return (
    <>
      <PageTitle
        name={t("projects:pages.design")}
        aside={
          <LinkButton
            to="/projects/$projectId/data/upload"
            params={params}
            search={{ stage_id: stage.id }}
            look="line"
          >
            {t("collecting:prompts.open")}
          </LinkButton>
        }
      >
        {t("collecting:settings.title")}
      </PageTitle>
      <div className="design-form col g24">
        <Note
          icon={agreement.data === null ? TriangleAlert : FileSignature}
          tone={agreement.data === null ? "warn" : ""}
        >
          <p>
            {t("collecting:settings.agreement_hint")}
            {agreement.data === null && ` ${t("collecting:settings.agreement_none")}`}
          </p>
          <LinkButton
            to="/projects/$projectId/people"
            params={params}
            search={{ tab: "agreement" }}
            look="text"
          >
            {t(`collecting:settings.agreement_${agreement.data === null ? "go" : "see"}`)}
          </LinkButton>
        </Note>
        <div className="short-field">
          <NumberField
            label={t("collecting:settings.people")}
            hint={t("collecting:settings.people_hint", { n: draft.overlap || 1 })}
            minValue={1}
            maxValue={100}
            value={draft.overlap}
            onChange={(overlap) => set({ overlap })}
            suffix={<span className="t3">{t("collecting:settings.persons")}</span>}
          />
        </div>
        <RadioGroup
          label={t("collecting:settings.minors")}
          options={(["refuse", "guardian"] as const).map((id) => ({
            id,
            name: t(`collecting:settings.minors_${id}`),
            detail: t(`collecting:settings.minors_${id}_hint`),
          }))}
          value={draft.minors}
          onChange={(minors) => set({ minors: minors as Collect["minors"] })}
        />
        <RadioGroup
          label={t("collecting:settings.group")}
          options={(["1", "2", "3"] as const).map((id) => ({
            id,
            name: t(`collecting:settings.group_${id}`),
            detail: t(`collecting:settings.group_${id}_hint`),
          }))}
          value={String(draft.group_max)}
          onChange={(next) => set({ group_max: Number(next) })}
        />
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={kept.changed}
            word={t("common:save")}
            done={t("common:saved")}
            save={async () => {
              if (!fit) return false;
              const { overlap, minors, group_max } = draft;
              await pipeline.stage(stage.id, { overlap, collect: { minors, group_max } });
              kept.sent();
              return true;
            }}
            reset={kept.clear}
          >
            {t("collecting:settings.means")}
          </ApplyBar>
        )}
      </div>
    </>
  );
}
