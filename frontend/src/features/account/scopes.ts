export const SCOPES = ["read", "work", "manage", "arbitrate", "operate"] as const;
export type Scope = (typeof SCOPES)[number];
export const isScope = (scope: string): scope is Scope => SCOPES.some((one) => one === scope);

/** What a token may be given one by one, as the server names it. */
export const FINE = [
  "appeal:decide",
  "budget:read",
  "budget:write",
  "chore:read",
  "event:read",
  "figure:read",
  "hook:read",
  "hook:write",
  "inspect:1",
  "inspect:2",
  "invitation:write",
  "item:read",
  "item:write",
  "ledger:read",
  "member:read",
  "member:write",
  "organisation:write",
  "original:read",
  "payout:read",
  "person:read",
  "person:write",
  "project:create",
  "project:read",
  "project:write",
  "rejection:confirm",
  "release:read",
  "release:write",
  "work:do",
  "work:release",
] as const;
