import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { PolicyForm } from "../../design/policy/form";
import { policyFaults, policyOf } from "../../design/policy/model";
import { useSaving } from "../../design/saving";
import { useKept } from "../../kept";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** Who looks at what was handed in, and the times. */
export function Inspection() {
  const { t } = useTranslation("projects");
  const { stage } = useWizard();
  const base = useMemo(() => policyOf(stage), [stage]);
  const kept = useKept(`policy.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const faults = policyFaults(kept.value);
  const save = async (): Promise<boolean> => {
    setTried(true);
    if (faults.size > 0) return false;
    if (kept.changed) await saving.policy(kept.value);
    kept.sent();
    return true;
  };
  return (
    <StepFrame id="inspection" hint={t("wizard.inspection_hint")} save={save}>
      <PolicyForm draft={kept.value} faults={tried ? faults : new Set()} onChange={kept.set} />
    </StepFrame>
  );
}
