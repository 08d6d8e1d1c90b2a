import type { Stage } from "../../frame/queries";

export type Inspect = "all" | "sample" | "risk" | "none";

/** A stage's settings while they are edited; rates in whole percent, times in seconds. */
export type PolicyDraft = {
  overlap: number;
  holds: number;
  lease: number;
  rework: number;
  recheck: number;
  silence: number;
  inspect1: Inspect;
  rate1: number;
  inspect2: Inspect;
  rate2: number;
};

export type PolicyFault = "overlap" | "holds" | "rate1" | "rate2";

/** A level that goes by risk keeps the rate that held before. */
const kept = (how: Inspect, rate: string | number): boolean => how === "risk" && Number(rate) > 0;

const percent = (rate: string | number): number => Math.round(Number(rate) * 1000) / 10;

export function policyOf(stage: Stage): PolicyDraft {
  return {
    overlap: stage.overlap,
    holds: stage.holds,
    lease: stage.lease_seconds,
    rework: stage.rework_seconds,
    recheck: stage.recheck_seconds,
    silence: stage.auto_accept_seconds,
    inspect1: stage.inspect1,
    rate1:
      stage.inspect1 === "sample" || kept(stage.inspect1, stage.rate1) ? percent(stage.rate1) : 20,
    inspect2: stage.inspect2,
    rate2:
      stage.inspect2 === "sample" || kept(stage.inspect2, stage.rate2) ? percent(stage.rate2) : 10,
  };
}

const rate = (how: Inspect, share: number): string =>
  how === "all" ? "1" : how === "none" ? "0" : String(share / 100);

/** What to send. Without a first inspection there is no second. */
export function settingsOf(draft: PolicyDraft) {
  const second: Inspect = draft.inspect1 === "none" ? "none" : draft.inspect2;
  return {
    overlap: draft.overlap,
    holds: draft.holds,
    lease_seconds: draft.lease,
    rework_seconds: draft.rework,
    recheck_seconds: draft.recheck,
    auto_accept_seconds: draft.silence,
    inspect1: draft.inspect1,
    rate1: rate(draft.inspect1, draft.rate1),
    inspect2: second,
    rate2: rate(second, draft.rate2),
  };
}

const whole = (n: number, low: number, high: number): boolean =>
  Number.isInteger(n) && n >= low && n <= high;

/** The fields that cannot be sent as they are. */
export function policyFaults(draft: PolicyDraft): ReadonlySet<PolicyFault> {
  const faults = new Set<PolicyFault>();
  if (!whole(draft.overlap, 1, 100)) faults.add("overlap");
  if (!whole(draft.holds, 1, 100)) faults.add("holds");
  const share = (n: number) => n > 0 && n <= 100;
  if (draft.inspect1 === "sample" && !share(draft.rate1)) faults.add("rate1");
  if (draft.inspect1 !== "none" && draft.inspect2 === "sample" && !share(draft.rate2))
    faults.add("rate2");
  return faults;
}

/** The share of hand-ins that a level looks at, 0 to 1. */
export function shareAt(draft: PolicyDraft, level: 1 | 2): number {
  const part = (how: Inspect, percent: number) =>
    how === "all" || how === "risk" ? 1 : how === "none" ? 0 : percent / 100;
  const first = part(draft.inspect1, draft.rate1);
  return level === 1 ? first : first * part(draft.inspect2, draft.rate2);
}
