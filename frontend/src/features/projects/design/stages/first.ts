/** What a new stage is made with: all is inspected once, a tenth of it twice. */
export const FIRST_STAGE = {
  kind: "label",
  overlap: 1,
  holds: 5,
  lease_seconds: 3600,
  rework_seconds: 259_200,
  recheck_seconds: 86_400,
  auto_accept_seconds: 604_800,
  inspect1: "all",
  rate1: "1",
  inspect2: "sample",
  rate2: "0.1",
} as const;
