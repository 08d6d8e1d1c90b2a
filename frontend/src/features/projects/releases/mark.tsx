import { CircleCheck, CircleDashed, CircleX, Lock, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "~/ui/state";
import type { Release } from "./queries";

const SIGN: Record<Release["state"], [LucideIcon, Tone]> = {
  building: [CircleDashed, "now"],
  ready: [CircleCheck, "ok"],
  failed: [CircleX, "bad"],
  closed: [Lock, "warn"],
};

/** How a release stands. */
export function ReleaseMark({ state, pill }: { state: Release["state"]; pill?: boolean }) {
  const { t } = useTranslation("data");
  const [icon, tone] = SIGN[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`releases.state.${state}`)}
    </Mark>
  );
}
