import type { Schema } from "~/api/client";

export type Requirement = Schema<"RequirementOut">;
export type RequirementIn = Schema<"RequirementIn">;
export type Level = 0 | 1 | 2;

/** What a level can ask for, in the order in which the page has it. */
export const PARTS = [
  "certificates",
  "accepted",
  "upheld",
  "languages",
  "regions",
  "devices",
  "teams",
  "invited",
] as const;
export type PartId = (typeof PARTS)[number];
export const DEVICES = ["phone", "tablet", "desktop"] as const;

export type CourseRef = { project_id: number; course_id: number };

/** A requirement while it is edited; shares in whole percent. What is off keeps what was said of it. */
export type RequirementDraft = {
  on: Record<PartId, boolean>;
  certificates: CourseRef[];
  accepted: { level: 0 | 1; answers: number; share: number };
  upheld: { verdicts: number; share: number };
  languages: string[];
  regions: string[];
  devices: string[];
  teams: string[];
  climb: boolean;
  /** Null: no limit. */
  day: number | null;
  person: number | null;
};

const percent = (share: number): number => Math.round(share * 1000) / 10;

/** Of a level without one: nothing is asked, and what could be begins with something usual. */
export function draftOf(requirement: Requirement): RequirementDraft {
  const { day_limit, person_limit } = requirement;
  const asked: Partial<NonNullable<Requirement["asked"]>> = requirement.asked ?? {};
  const { certificates, accepted, upheld, languages, regions, devices, teams } = asked;
  return {
    on: {
      certificates: (certificates ?? []).length > 0,
      accepted: accepted != null,
      upheld: upheld != null,
      languages: (languages ?? []).length > 0,
      regions: (regions ?? []).length > 0,
      devices: (devices ?? []).length > 0,
      teams: (teams ?? []).length > 0,
      invited: asked.invited ?? false,
    },
    certificates: certificates ?? [],
    accepted:
      accepted == null
        ? { level: 0, answers: 50, share: 90 }
        : {
            level: (accepted.level ?? 0) as 0,
            answers: accepted.answers,
            share: percent(accepted.share ?? 0),
          },
    upheld:
      upheld == null
        ? { verdicts: 50, share: 90 }
        : { verdicts: upheld.verdicts, share: percent(upheld.share ?? 0) },
    languages: languages ?? [],
    regions: regions ?? [],
    devices: devices ?? [],
    teams: teams ?? [],
    climb: asked.climb ?? false,
    day: day_limit ?? null,
    person: person_limit ?? null,
  };
}

/** The parts that can be asked of a level: verdicts and climbing are of inspectors alone. */
export const partsOf = (level: Level): readonly PartId[] =>
  PARTS.filter((part) => part !== "upheld" || level === 2);

/** What to send. */
export function requirementOf(draft: RequirementDraft, level: Level): RequirementIn {
  const on = (part: PartId) => draft.on[part] && partsOf(level).includes(part);
  return {
    asked: {
      certificates: on("certificates") ? draft.certificates : [],
      accepted: on("accepted")
        ? {
            level: level === 2 ? draft.accepted.level : 0,
            answers: draft.accepted.answers,
            share: draft.accepted.share / 100,
          }
        : null,
      upheld: on("upheld")
        ? { verdicts: draft.upheld.verdicts, share: draft.upheld.share / 100 }
        : null,
      languages: on("languages") ? draft.languages : [],
      regions: (on("regions") ? draft.regions : []) as never,
      devices: (on("devices") ? draft.devices : []) as never,
      teams: on("teams") ? draft.teams : [],
      invited: on("invited"),
      climb: level > 0 && draft.climb,
    },
    day_limit: draft.day,
    person_limit: draft.person,
  };
}

export type RequirementFault = PartId | "share" | "share_upheld" | "day" | "person";

const whole = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 1_000_000;

/** The parts that cannot be sent as they are. */
export function requirementFaults(
  draft: RequirementDraft,
  level: Level,
): ReadonlySet<RequirementFault> {
  const faults = new Set<RequirementFault>();
  const share = (n: number) => n >= 0 && n <= 100;
  for (const part of ["certificates", "languages", "regions", "devices", "teams"] as const)
    if (draft.on[part] && draft[part].length === 0) faults.add(part);
  if (draft.on.accepted) {
    if (!whole(draft.accepted.answers)) faults.add("accepted");
    if (!share(draft.accepted.share)) faults.add("share");
  }
  if (draft.on.upheld && level === 2) {
    if (!whole(draft.upheld.verdicts)) faults.add("upheld");
    if (!share(draft.upheld.share)) faults.add("share_upheld");
  }
  if (draft.day !== null && !whole(draft.day)) faults.add("day");
  if (draft.person !== null && !whole(draft.person)) faults.add("person");
  return faults;
}

/** How many things a level asks for. */
export function countOf(requirement: Requirement): number {
  const draft = draftOf(requirement);
  const limits = [draft.day, draft.person].filter((limit) => limit !== null).length;
  return PARTS.filter((part) => draft.on[part]).length + limits;
}
