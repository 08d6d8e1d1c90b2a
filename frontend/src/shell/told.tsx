import {
  BadgeAlert,
  BadgeCheck,
  Ban,
  CalendarClock,
  CirclePause,
  CircleX,
  DoorOpen,
  FileSignature,
  FileX,
  Inbox,
  KeyRound,
  ListX,
  type LucideIcon,
  Mail,
  PackageCheck,
  RotateCcw,
  Scale,
  ScanEye,
  ShieldOff,
  TimerOff,
  UserCheck,
  UserX,
  Wallet,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import type { Tone } from "~/ui/state";

export type Notice = Schema<"NotificationView">;
export type Told = { icon: LucideIcon; tone: Tone; says: string; where: string; href: string };

const ICON = {
  appeal_lost: [CircleX, "bad"],
  appeal_won: [BadgeCheck, "ok"],
  bonus_paid: [Wallet, "ok"],
  bulletin: [Mail, "now"],
  budget_low: [Wallet, "warn"],
  budget_runs_out: [Wallet, "warn"],
  budget_short: [Wallet, "warn"],
  budget_spent: [Wallet, "warn"],
  certificate_revoked: [ShieldOff, "bad"],
  consortium_answered: [UserCheck, ""],
  consortium_invited: [Mail, "now"],
  copy_ready: [PackageCheck, "ok"],
  defect_accepted: [ScanEye, "now"],
  defect_answered: [BadgeCheck, "ok"],
  defect_declined: [Scale, ""],
  defect_duplicate: [Scale, ""],
  defect_reported: [ScanEye, "warn"],
  exam_failed: [TimerOff, "bad"],
  exam_passed: [BadgeCheck, "ok"],
  export_failed: [FileX, "bad"],
  export_ready: [PackageCheck, "ok"],
  gold_dry: [ListX, "warn"],
  gold_short: [Wallet, "warn"],
  guideline_asked: [BadgeAlert, "warn"],
  hit_settled: [Scale, ""],
  hit_waits: [CirclePause, "warn"],
  hook_rests: [CirclePause, "warn"],
  import_done: [Inbox, "ok"],
  import_failed: [FileX, "bad"],
  inquiry_answered: [BadgeCheck, "ok"],
  invited: [Mail, "now"],
  learning_paid: [Wallet, "ok"],
  noticed: [ScanEye, "warn"],
  participant_withdrew: [ShieldOff, "warn"],
  password_changed: [KeyRound, ""],
  payout_failed: [Wallet, "bad"],
  payout_held: [Wallet, "warn"],
  payout_paid: [Wallet, "ok"],
  rejection_asked: [Scale, "warn"],
  rejection_refused: [BadgeCheck, "ok"],
  rejection_waits: [Scale, "warn"],
  rework_expired: [TimerOff, "bad"],
  role_granted: [UserCheck, "ok"],
  role_revoked: [UserX, "off"],
  sample_waits: [ScanEye, "now"],
  signing_called: [FileSignature, "now"],
  signing_reminded: [FileSignature, "warn"],
  stage_cancelled: [Ban, "off"],
  suspension_decided: [Scale, ""],
  suspension_lifted: [UserCheck, "ok"],
  suspension_proposed: [CirclePause, "warn"],
  suspension_waits: [CirclePause, "warn"],
  topped_up: [Wallet, "ok"],
  top_ups_wait: [Wallet, "warn"],
  withdrawn: [ShieldOff, "ok"],
  work_announced: [CalendarClock, "now"],
  work_called_off: [Ban, "off"],
  work_opened: [DoorOpen, "ok"],
  work_rejected: [CircleX, "bad"],
  work_released: [Ban, "off"],
  work_returned: [RotateCcw, "warn"],
} as const satisfies Record<string, readonly [LucideIcon, Tone]>;

type Kind = keyof typeof ICON;
const isKind = (kind: string): kind is Kind => kind in ICON;

const report = (_: number, { defect_id }: Record<string, unknown>) =>
  `/catalogue/reports/${defect_id}`;
const WAYS: Partial<Record<Kind, (project: number, params: Record<string, unknown>) => string>> = {
  bonus_paid: () => "/earnings",
  bulletin: () => "/bulletins",
  budget_low: (project) => `/projects/${project}/cost`,
  budget_runs_out: (project) => `/projects/${project}/cost`,
  budget_short: (project) => `/projects/${project}/cost`,
  budget_spent: (project) => `/projects/${project}/cost`,
  certificate_revoked: () => "/account",
  consortium_answered: (project) => `/projects/${project}/people?tab=consortium`,
  consortium_invited: (_, { organisation_id, member_id }) =>
    `/admin/organisations/${organisation_id}/consortia/${member_id}`,
  copy_ready: () => "/account",
  defect_accepted: report,
  defect_answered: report,
  defect_declined: report,
  defect_duplicate: report,
  defect_reported: (project, { defect_id }) =>
    `/projects/${project}/releases/defects?defect=${defect_id}`,
  exam_failed: () => "/learn",
  exam_passed: () => "/learn",
  export_failed: (project) => `/projects/${project}/releases`,
  export_ready: (project) => `/projects/${project}/releases`,
  gold_dry: (project, { stage_id }) => `/projects/${project}/quality?tab=golds&stage=${stage_id}`,
  gold_short: (project) => `/projects/${project}/cost`,
  guideline_asked: (project, { stage_id }) => `/guideline/${project}/${stage_id}`,
  hit_settled: (_, { hit_id }) => `/noticed/${hit_id}`,
  hit_waits: (project, { stage_id, arbiter }) =>
    arbiter ? "/admin/hits" : `/projects/${project}/quality?tab=hits&stage=${stage_id}`,
  hook_rests: (project, { organisation_id, hook_id }) =>
    organisation_id
      ? `/admin/organisations/${organisation_id}/hooks/${hook_id}`
      : `/projects/${project}/hooks/${hook_id}`,
  import_done: (project) => `/projects/${project}/data`,
  import_failed: (project) => `/projects/${project}/data`,
  inquiry_answered: () => "/my-questions",
  invited: () => "/invitation",
  learning_paid: () => "/earnings",
  noticed: (_, { hit_id }) => `/noticed/${hit_id}`,
  participant_withdrew: (project) => `/projects/${project}/releases`,
  password_changed: () => "/account",
  payout_failed: () => "/earnings",
  payout_held: () => "/earnings",
  payout_paid: () => "/earnings",
  rejection_asked: () => "/admin/rejections",
  role_revoked: () => "/account",
  role_granted: (project, { role }) =>
    role === "worker"
      ? "/work"
      : role === "manager"
        ? `/projects/${project}`
        : String(role).endsWith("inspector")
          ? "/review"
          : "/projects",
  sample_waits: (project, { sample_id }) => `/examine/${project}/${sample_id}`,
  signing_called: (_, { signing_id }) => `/signings/${signing_id}`,
  signing_reminded: (_, { signing_id }) => `/signings/${signing_id}`,
  stage_cancelled: () => "/my-work",
  // Whom it concerns and who proposed it are both told.
  suspension_decided: (project, { suspension_id, mine }) =>
    mine === false
      ? `/projects/${project}/people?tab=suspensions`
      : `/suspensions/${suspension_id}`,
  suspension_lifted: (_, { suspension_id }) => `/suspensions/${suspension_id}`,
  suspension_proposed: (_, { suspension_id }) => `/suspensions/${suspension_id}`,
  suspension_waits: () => "/admin/suspensions",
  topped_up: () => "/earnings",
  top_ups_wait: (project) => `/projects/${project}/cost`,
  withdrawn: () => "/agreements",
  work_announced: () => "/work",
  work_called_off: () => "/work",
  work_opened: () => "/work",
};

/** What fills a sentence by its own name: figures as the language writes them, and texts. */
const figures = (params: Record<string, unknown>, number: (n: number) => string) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "number" ? number(value) : String(value ?? ""),
    ]),
  );

/** What somebody is told, as a sentence with its sign, its place and the way to what it is about. */
export function useTold(): (notice: Notice) => Told {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const me = useMe();
  return ({ kind, params, project_id }) => {
    const named = me.projects.find((project) => project.id === project_id)?.name;
    const where = named ?? String(params.project ?? params.organisation ?? "");
    if (!isKind(kind))
      return { icon: BadgeAlert, tone: "", says: t("told.other"), where, href: "/notifications" };
    const [icon, tone] = ICON[kind];
    const says = t(`told.${kind}`, {
      ...figures(params, number),
      place: where,
      role: common(`role.${params.role as "worker"}`, ""),
      taken: params.taken ?? 0,
      refused: params.refused ?? 0,
      stage: String(params.stage ?? ""),
      course: String(params.course ?? ""),
    });
    const about =
      project_id !== null && params.assignment_id !== undefined
        ? `/my-work/${project_id}/${params.assignment_id}`
        : "/my-work";
    return { icon, tone, says, where, href: WAYS[kind]?.(project_id ?? 0, params) ?? about };
  };
}
