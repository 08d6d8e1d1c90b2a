import { Ban, CircleCheck, CircleDashed, Clock, type LucideIcon, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "~/ui/state";
import type { Act } from "./queries";

const LOOKS: Record<Act["state"], [LucideIcon, Tone]> = {
  counting: [CircleDashed, "now"],
  ready: [Clock, ""],
  doing: [CircleDashed, "now"],
  done: [CircleCheck, "ok"],
  stopped: [Ban, "off"],
  undoing: [CircleDashed, "now"],
  undone: [Undo2, "off"],
};

/** How an act stands. */
export function ActMark({ state }: { state: Act["state"] }) {
  const { t } = useTranslation("desk");
  const [icon, tone] = LOOKS[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`state.${state}`)}
    </Mark>
  );
}
