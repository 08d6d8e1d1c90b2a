import { CircleCheck, CirclePause, CircleX, Clock, type LucideIcon, Moon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "~/ui/state";
import type { Hook, Outcome } from "./queries";

const HOOK: Record<Hook["state"], [LucideIcon, Tone]> = {
  on: [CircleCheck, "ok"],
  off: [CirclePause, "off"],
  resting: [Moon, "bad"],
};

/** Whether a webhook is told anything. */
export function HookMark({ state, pill }: { state: Hook["state"]; pill?: boolean }) {
  const { t } = useTranslation("hooks");
  const [icon, tone] = HOOK[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`state.${state}`)}
    </Mark>
  );
}

const OUTCOME: Record<Outcome, [LucideIcon, Tone]> = {
  waiting: [Clock, ""],
  delivered: [CircleCheck, "ok"],
  given_up: [CircleX, "bad"],
};

/** How a message stands. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation("hooks");
  const [icon, tone] = OUTCOME[outcome];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`outcome.${outcome}`)}
    </Mark>
  );
}
