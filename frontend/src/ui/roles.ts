export const ROLES = [
  "worker",
  "primary_inspector",
  "secondary_inspector",
  "manager",
  "administrator",
  "finance",
  "arbiter",
  "custodian",
] as const;
export type Role = (typeof ROLES)[number];

/** Is it a role that people have in a project or an organisation? Each has a name in `common:role`. */
export const isRole = (word: unknown): word is Role => (ROLES as readonly unknown[]).includes(word);
