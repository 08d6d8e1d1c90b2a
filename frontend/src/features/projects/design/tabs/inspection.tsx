import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { PolicyForm } from "../policy/form";
import { policyFaults, policyOf } from "../policy/model";
import { useSaving } from "../saving";

/** The inspection policy, overlap and times of a stage. */
export function InspectionTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["projects", "common"]);
  const { percent } = useFormat();
  const base = useMemo(() => policyOf(stage), [stage]);
  const kept = useKept(`policy.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const faults = policyFaults(kept.value);
  const share = (level: 1 | 2) => {
    const how = level === 1 ? base.inspect1 : base.inspect2;
    const rate = level === 1 ? base.rate1 : base.rate2;
    const word = how === "sample" ? percent(rate / 100) : t(`policy.short.${how}`);
    return `${t(`common:level.${level}`)} ${word}`;
  };
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {base.inspect1 === "none" ? t("design.title.no_inspection") : `${share(1)}, ${share(2)}`}
      </PageTitle>
      <div className="design-form">
        <PolicyForm draft={kept.value} faults={tried ? faults : new Set()} onChange={kept.set} />
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={kept.changed}
            word={t("common:save")}
            done={t("common:saved")}
            save={async () => {
              setTried(true);
              if (faults.size > 0) return false;
              await saving.policy(kept.value);
              kept.sent();
              setTried(false);
              return true;
            }}
            reset={() => {
              kept.clear();
              setTried(false);
            }}
          >
            {t("design.inspection_means")}
          </ApplyBar>
        )}
      </div>
    </>
  );
}
