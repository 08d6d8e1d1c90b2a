import {
  Ban,
  BookOpenCheck,
  BookOpenText,
  CalendarClock,
  CircleCheck,
  CircleCheckBig,
  CirclePause,
  FileSignature,
  GraduationCap,
  Hand,
  Handshake,
  Hourglass,
  Languages,
  type LucideIcon,
  Mail,
  MapPin,
  MonitorSmartphone,
  Split,
  TrendingUp,
  UserCheck,
  UserPen,
  UsersRound,
  UserX,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import type { MarketRow } from "~/api/worker";
import { Mark, type Tone } from "~/ui/state";

export type NeedCode = Schema<"Need">;

export const NEED: Record<NeedCode, [LucideIcon, Tone]> = {
  too_young: [UserX, "off"],
  sign_terms: [FileSignature, "warn"],
  join: [Handshake, "now"],
  sign_project: [FileSignature, "warn"],
  suspended: [Ban, "bad"],
  paused: [CirclePause, "warn"],
  guideline_unread: [BookOpenText, "warn"],
  profile_missing: [UserPen, "warn"],
  minor: [UserX, "off"],
  guardian_missing: [UserCheck, "warn"],
  quota_full: [UsersRound, "off"],
  certificate_missing: [GraduationCap, "warn"],
  certificate_expired: [GraduationCap, "warn"],
  too_few_accepted: [TrendingUp, "off"],
  share_too_low: [TrendingUp, "off"],
  language: [Languages, "off"],
  region: [MapPin, "off"],
  team: [UsersRound, "off"],
  invitation_missing: [Mail, "off"],
  device: [MonitorSmartphone, "warn"],
  person_limit: [CircleCheckBig, "off"],
  day_limit: [CalendarClock, "off"],
  share_taken: [Split, "off"],
  full_hands: [Hand, "warn"],
  nothing_waiting: [Hourglass, "off"],
  all_done: [BookOpenCheck, "off"],
};

const STEPS = new Set<NeedCode>([
  "join",
  "sign_terms",
  "sign_project",
  "profile_missing",
  "guardian_missing",
  "guideline_unread",
]);

/** Whether one may begin at once, or after steps that one can take here and now. */
export const isOpen = (row: MarketRow): boolean =>
  row.held > 0 || row.needs.every(({ code }) => STEPS.has(code));

/** Whether one may begin, or the first thing that stands in the way. */
export function Standing({ row }: { row: MarketRow }) {
  const { t } = useTranslation("market");
  // What cannot be helped is said before what can: nobody joins for nothing.
  const first =
    row.needs.find(({ code }) => code === "nothing_waiting" || code === "all_done") ?? row.needs[0];
  if (first === undefined)
    return (
      <Mark icon={CircleCheck} tone="ok">
        {t("may")}
      </Mark>
    );
  const [icon, tone] = NEED[first.code];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`need.${first.code}`)}
    </Mark>
  );
}
