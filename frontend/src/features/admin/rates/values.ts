import type { Schema } from "~/api/client";

export type Kind = Schema<"MoneyRuleIn">["kind"];

/** What a value is: won, a share between 0 and 1, a count, or a decimal number. */
export type Shape = "won" | "share" | "count" | "decimal";

const WITHHELD = {
  rate: "share",
  local_rate: "share",
  floor_to: "won",
  least_tax: "won",
} as const satisfies Record<string, Shape>;

/** The values of each kind of rule, in the order in which they are shown. */
export const FIELDS = {
  minimum_wage: { hourly: "won" },
  business: WITHHELD,
  other: { ...WITHHELD, deemed_expense: "share", free_to: "won" },
  daily: { ...WITHHELD, deduction: "won" },
  quota: { per: "won", people: "decimal", hires: "decimal", least_count: "count" },
  retention: { identity_years: "count", account_years: "count" },
  rejection_ceiling: { least: "count", share: "share", per_day: "count" },
} as const satisfies Record<Kind, Record<string, Shape>>;

export type Field = { [K in Kind]: keyof (typeof FIELDS)[K] }[Kind];

export const KINDS = Object.keys(FIELDS) as Kind[];

/** The values of a kind by name, each with its shape. */
export const fieldsOf = (kind: Kind): [Field, Shape][] =>
  Object.entries(FIELDS[kind]) as [Field, Shape][];

/** Whether a text can be such a value. */
export const fits = (shape: Shape, text: string): boolean => {
  if (shape === "share") return /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text);
  if (shape === "decimal") return /^\d{1,6}(\.\d{1,4})?$/.test(text);
  return /^\d{1,12}$/.test(text);
};

/** As the table keeps it: what is a share or a decimal is text, so that it is exact. */
export const kept = (shape: Shape, text: string): string | number =>
  shape === "share" || shape === "decimal" ? text : Number(text);
