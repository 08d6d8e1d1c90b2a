import {
  CircleCheck,
  CircleX,
  Clock,
  Copy,
  type LucideIcon,
  PackageCheck,
  PenLine,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Mark, type Tone } from "~/ui/state";

export type DefectState = Schema<"MyDefect">["state"];

const ICON: Record<DefectState, [LucideIcon, Tone]> = {
  reported: [Clock, "warn"],
  accepted: [CircleCheck, "now"],
  declined: [CircleX, "off"],
  duplicate: [Copy, "off"],
  in_work: [PenLine, "now"],
  fixed: [CircleCheck, "now"],
  answered: [PackageCheck, "ok"],
};

/** How far it is with what somebody found. */
export function DefectMark({ state, pill }: { state: DefectState; pill?: boolean }) {
  const { t } = useTranslation("defects");
  const [icon, tone] = ICON[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`state.${state}`)}
    </Mark>
  );
}
