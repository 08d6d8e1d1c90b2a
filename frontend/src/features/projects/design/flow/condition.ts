/** Which answers of a stage go on: read from the API's own form into sentences, and back. */
import type { Label, Schema } from "~/annotate/core/doc";

type Says = {
  label: string;
  says: "any" | "none" | "class";
  classes?: readonly string[];
  attribute?: { name: string; values: readonly (string | number | boolean)[] };
};
/** As the API has it: what an answer says under one label, or several such together. */
export type Condition =
  | Says
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition };

/** `in`: classes, options, or "true"/"false"; empty where it is only asked whether there is any. */
export type Clause = { label: string; attribute: string | null; in: string[]; not: boolean };
export type ConditionDraft = { join: "all" | "any"; clauses: Clause[] };
export const NO_CONDITION: ConditionDraft = { join: "all", clauses: [] };

/** The labels that can be asked about. */
export const askable = (schema: Schema): readonly Label[] => schema.labels as readonly Label[];

export const freshClause = (labels: readonly Label[]): Clause => ({
  label: labels[0]?.name ?? "",
  attribute: null,
  in: [],
  not: false,
});

type Value = { id: string; ko?: string | null; en?: string | null };
const FLAGS: readonly Value[] = [{ id: "true" }, { id: "false" }];

/** What a label, or one of its attributes, can be. */
export function valuesOf(label: Label, attribute: string | null): readonly Value[] {
  if (attribute === null) return "classes" in label ? label.classes : [];
  const found = ("attributes" in label ? label.attributes : [])?.find(
    (one) => one.name === attribute,
  );
  return found?.kind === "flag" ? FLAGS : (found?.options ?? []);
}

/** Whether a sentence asks for a value of an attribute and names none. */
export const faultOf = ({ clauses }: ConditionDraft): boolean =>
  clauses.some((clause) => clause.attribute !== null && clause.in.length === 0);

const flag = (value: string): string | boolean =>
  value === "true" || value === "false" ? value === "true" : value;

function saysOf({ label, attribute, in: values, not }: Clause): Condition {
  if (attribute !== null) {
    const asked = { name: attribute, values: values.map(flag) };
    return { label, says: not ? "none" : "any", attribute: asked };
  }
  if (values.length === 0) return { label, says: not ? "none" : "any" };
  const said: Says = { label, says: "class", classes: values };
  return not ? { not: said } : said;
}

/** What is sent; null where everything goes on. */
export function conditionOf({ join, clauses }: ConditionDraft): Condition | null {
  const terms = clauses.map(saysOf);
  const [only] = terms;
  if (only === undefined) return null;
  if (terms.length === 1) return only;
  return join === "all" ? { all: terms } : { any: terms };
}

function clauseOf(condition: Condition): Clause | null {
  if ("not" in condition) {
    const inner = clauseOf(condition.not);
    return inner === null ? null : { ...inner, not: !inner.not };
  }
  if (!("label" in condition)) return null;
  const { label, says, classes = [], attribute } = condition;
  // Classes and an attribute at once have no sentence of their own here.
  if (attribute !== undefined && classes.length > 0) return null;
  return {
    label,
    attribute: attribute?.name ?? null,
    in: attribute === undefined ? [...classes] : attribute.values.map(String),
    not: says === "none",
  };
}

/** The sentences of a condition; null where it says more than sentences in a row can. */
export function draftOf(condition: Condition): ConditionDraft | null {
  const join = "any" in condition ? "any" : "all";
  const terms =
    "any" in condition ? condition.any : "all" in condition ? condition.all : [condition];
  const clauses = terms.map(clauseOf);
  return clauses.some((one) => one === null) ? null : { join, clauses: clauses as Clause[] };
}
