import { CircleCheck, CircleX, Clock, Dices, LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark } from "~/ui/state";
import type { Sample } from "./queries";

/** Whether what was aimed at was reached; `null` while it is not known. */
export function ReachedMark({ reached }: { reached: boolean | null }) {
  const { t } = useTranslation("reports");
  if (reached === null)
    return (
      <Mark icon={Clock} tone="now">
        {t("reached.open")}
      </Mark>
    );
  return (
    <Mark icon={reached ? CircleCheck : CircleX} tone={reached ? "ok" : "bad"}>
      {t(reached ? "reached.yes" : "reached.no")}
    </Mark>
  );
}

const STATES = {
  drawing: [Dices, "now"],
  open: [Clock, "now"],
  closed: [LockKeyhole, ""],
} as const;

/** How far a sample is. */
export function SampleMark({ sample, pill }: { sample: Sample; pill?: boolean }) {
  const { t } = useTranslation("reports");
  const [icon, tone] = STATES[sample.state];
  return (
    <Mark icon={icon} tone={tone} {...(pill === undefined ? {} : { pill })}>
      {t(`sample.states.${sample.state}`)}
    </Mark>
  );
}
