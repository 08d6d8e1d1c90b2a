import { Circle, CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { STEPS, type StepId } from "./state";

/** The steps, which of them have what they need, and where one is. */
export function StepList({
  here,
  done,
  begun,
  onGo,
}: {
  here: StepId;
  done: Record<StepId, boolean>;
  /** Whether there is a project yet; before that there is only the first step. */
  begun: boolean;
  onGo: (step: StepId) => void;
}) {
  const { t } = useTranslation("projects");
  const at = STEPS.indexOf(here);
  const list = useRef<HTMLOListElement>(null);
  // On a phone the steps are a row to be pushed; the present one is always in sight.
  useEffect(() => {
    const row = list.current;
    const step = row?.children[at];
    if (row && step instanceof HTMLElement)
      row.scrollLeft = step.offsetLeft - (row.clientWidth - step.offsetWidth) / 2;
  }, [at]);
  return (
    <nav aria-label={t("wizard.steps")} className="wizard-steps">
      <p className="phone-only label t3">{t("wizard.at", { n: at + 1, all: STEPS.length })}</p>
      <ol ref={list}>
        {STEPS.map((step) => (
          <li key={step}>
            <Button
              isDisabled={!begun && step !== "basics"}
              aria-current={step === here ? "step" : undefined}
              onPress={() => onGo(step)}
              className="wizard-link"
            >
              <Icon
                of={done[step] ? CircleCheck : Circle}
                size={16}
                className={done[step] ? "c-ok" : "t3"}
              />
              <span>{t(`wizard.step.${step}`)}</span>
              {done[step] && <span className="sr-only">{t("wizard.done")}</span>}
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
