import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  type LucideIcon,
  PenLine,
  RotateCcw,
  Scale,
  TimerOff,
  Undo2,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Icon } from "./icons";

export type Tone = "ok" | "warn" | "bad" | "off" | "now" | "";

/** A state: an icon and a word in colour, without a box; `pill` only beside a heading. */
export function Mark({
  icon,
  tone = "",
  pill = false,
  children,
}: {
  icon: LucideIcon;
  tone?: Tone;
  pill?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`${pill ? "pill" : "st"} ${tone}`}>
      <Icon of={icon} size={pill ? 14 : 16} />
      {children}
    </span>
  );
}

type WorkState = Schema<"Lease">["state"];
const WORK: Record<WorkState, [LucideIcon, Tone]> = {
  reserved: [PenLine, "now"],
  submitted: [Clock, ""],
  accepted: [CircleCheck, "ok"],
  rework: [RotateCcw, "warn"],
  rejected: [CircleX, "bad"],
  returned: [Undo2, "off"],
  expired: [TimerOff, "off"],
  released: [Ban, "off"],
  rework_expired: [TimerOff, "bad"],
  appealed: [Scale, "warn"],
  rejected_final: [CircleX, "bad"],
};

/** What has become of a piece of work. */
export function WorkMark({ state, pill }: { state: WorkState; pill?: boolean }) {
  const { t } = useTranslation();
  const [icon, tone] = WORK[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`work_state.${state}`)}
    </Mark>
  );
}

const CHORE: Record<Schema<"ChoreOut">["state"], [LucideIcon, Tone]> = {
  queued: [Clock, ""],
  running: [CircleDashed, "now"],
  done: [CircleCheck, "ok"],
  failed: [RotateCcw, "warn"],
  dead: [CircleAlert, "bad"],
  cancelled: [Ban, "off"],
};

/** How background work stands. */
export function ChoreMark({ state }: { state: Schema<"ChoreOut">["state"] }) {
  const { t } = useTranslation();
  const [icon, tone] = CHORE[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`chore_state.${state}`)}
    </Mark>
  );
}

const PLACE: Record<string, [LucideIcon, Tone]> = {
  draft: [CircleDashed, "off"],
  open: [CircleCheck, "ok"],
  paused: [CirclePause, "warn"],
  cancelled: [Ban, "off"],
  closed: [Ban, "off"],
};

/** Whether a project or a stage hands out work. */
export function PlaceMark({
  state,
  pill,
}: {
  state: Schema<"ProjectOut">["state"] | Schema<"StageOut">["state"];
  pill?: boolean;
}) {
  const { t } = useTranslation();
  const [icon, tone] = PLACE[state] ?? [CircleDashed, "off"];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`place_state.${state}`)}
    </Mark>
  );
}
