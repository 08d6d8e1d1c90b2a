export const SCOPES = ["read", "work", "manage", "arbitrate", "operate"] as const;
export type Scope = (typeof SCOPES)[number];
export const isScope = (scope: string): scope is Scope => SCOPES.some((one) => one === scope);
