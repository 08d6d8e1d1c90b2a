import { useTranslation } from "react-i18next";
import { Builder } from "../../design/labels/builder";
import { useLabels } from "../../design/labels/use-labels";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

/** The labels, by a form, tried in the editor beside it. */
export function Classes() {
  const { t } = useTranslation("projects");
  const { stage } = useWizard();
  const labels = useLabels(stage);
  return (
    <StepFrame id="classes" save={labels.save}>
      <Builder stage={stage} labels={labels} />
      <p className="hint">{t("wizard.classes_later")}</p>
    </StepFrame>
  );
}
