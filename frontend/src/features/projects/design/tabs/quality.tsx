import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { useSaving } from "../saving";
import { Cost } from "../trusting/cost";
import { TrustingForm } from "../trusting/form";
import {
  draftOf,
  type Fault,
  faultsOf,
  inspectOf,
  PART_NAMES,
  settingsOf,
} from "../trusting/model";
import "../../confidence/confidence.css";

const NONE: ReadonlyMap<string, Fault> = new Map();

/** How a stage's answers come to be trusted, and what that costs. */
export function QualityTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["confidence", "common"]);
  const base = useMemo(() => draftOf(stage), [stage]);
  const kept = useKept(`quality.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const faults = faultsOf(stage, kept.value);
  const on = PART_NAMES.filter((part) => base.on[part]).length;
  const reset = () => {
    kept.clear();
    setTried(false);
  };
  return (
    <>
      <PageTitle name={t("name")}>{on === 0 ? t("title_off") : t("title_on", { n: on })}</PageTitle>
      <div className="design-form">
        <TrustingForm draft={kept.value} faults={tried ? faults : NONE} onChange={kept.set} />
        {faults.size === 0 && <Cost stage={stage} quality={settingsOf(kept.value)} />}
        {stage.state !== "cancelled" && (
          <ApplyBar
            changed={kept.changed}
            word={t("common:save")}
            done={t("common:saved")}
            save={async () => {
              setTried(true);
              if (faults.size > 0) return false;
              await saving.quality(settingsOf(kept.value), inspectOf(stage, kept.value));
              kept.sent();
              setTried(false);
              return true;
            }}
            reset={reset}
          >
            {t("means")}
          </ApplyBar>
        )}
      </div>
    </>
  );
}
