import { CalendarClock, CircleCheck, DoorOpen, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Mark, type Tone } from "~/ui/state";

type Times = Pick<Schema<"SigningView">, "opens_at" | "closes_at" | "asked_at">;
export type Phase = "coming" | "open" | "over";

/** Whether an event is to come, goes on or is over, by the server's clock. */
export function phaseOf({ opens_at, closes_at, asked_at }: Times): Phase {
  const at = Date.parse(asked_at);
  if (at < Date.parse(opens_at)) return "coming";
  return at < Date.parse(closes_at) ? "open" : "over";
}

const LOOK: Record<Phase, [LucideIcon, Tone]> = {
  coming: [CalendarClock, ""],
  open: [DoorOpen, "now"],
  over: [CircleCheck, "off"],
};

/** The same as a mark. */
export function PhaseMark({ phase, pill }: { phase: Phase; pill?: boolean }) {
  const { t } = useTranslation("signing");
  const [icon, tone] = LOOK[phase];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`desk.phase.${phase}`)}
    </Mark>
  );
}
