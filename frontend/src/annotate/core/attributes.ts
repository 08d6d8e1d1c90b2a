/** What is asked of each object beside its class, some of it only sometimes: the server's own rules. */
import type { Attribute, AttributeValue, Classed, Values } from "./ask";

const MAX_TEXT = 1_000;
const NONE: Values = {};

export const valuesOf = (mark: Classed): Values => mark.attributes ?? NONE;

/** Is it asked of an annotation of this class with these values? */
export function isAsked(one: Attribute, className: string, values: Values): boolean {
  if (one.classes != null && !one.classes.includes(className)) return false;
  if (one.when == null) return true;
  const value = values[one.when.attribute];
  const wanted = one.when.in;
  if (Array.isArray(value)) return value.some((each) => wanted.includes(each));
  return value !== undefined && wanted.includes(value as string | boolean);
}

/** Those that are asked of an annotation, in their order. */
export const askedOf = (attributes: readonly Attribute[], mark: Classed): readonly Attribute[] =>
  attributes.filter((one) => isAsked(one, mark.class, valuesOf(mark)));

const isEmpty = (one: Attribute, value: AttributeValue | undefined): boolean =>
  value === undefined ||
  (one.kind === "text" && value === "") ||
  (one.kind === "many" && Array.isArray(value) && value.length === 0);

/** Is `value` `start` plus a whole number of steps, but for rounding? */
export function onStep(value: number, start: number, step: number): boolean {
  const steps = (value - start) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-6;
}

/** Does a value not fit what is asked? */
export function isWrong(one: Attribute, value: AttributeValue): boolean {
  const ids = new Set(one.options?.map((option) => option.id));
  if (one.kind === "flag") return typeof value !== "boolean";
  if (one.kind === "number") {
    if (typeof value !== "number" || !Number.isFinite(value)) return true;
    if ((one.min != null && value < one.min) || (one.max != null && value > one.max)) return true;
    return one.step != null && !onStep(value, one.min ?? 0, one.step);
  }
  if (one.kind === "many") {
    if (!Array.isArray(value)) return true;
    return new Set(value).size !== value.length || value.some((each) => !ids.has(each));
  }
  if (typeof value !== "string") return true;
  // Characters as the server counts them: code points.
  return one.kind === "choice" ? !ids.has(value) : [...value].length > (one.max_length ?? MAX_TEXT);
}

export type AttributeFault = { code: string; attribute: string };

/** Everything that is wrong with an annotation's attributes, in the server's order. */
export function attributeFaults(
  attributes: readonly Attribute[],
  mark: Classed,
): readonly AttributeFault[] {
  const values = valuesOf(mark);
  const found: AttributeFault[] = Object.keys(values)
    .filter((name) => !attributes.some((one) => one.name === name))
    .map((attribute) => ({ code: "unknown_attribute", attribute }));
  for (const one of attributes) {
    const value = values[one.name];
    const fault = (code: string) => found.push({ code, attribute: one.name });
    if (!isAsked(one, mark.class, values)) {
      if (value !== undefined) fault("attribute_not_asked");
    } else if (value === undefined || isEmpty(one, value)) {
      if (one.required === true) fault("attribute_required");
    } else if (isWrong(one, value)) fault("bad_attribute");
  }
  return found;
}

/** How many of those that are required of an annotation have no answer yet. */
export const missingOf = (attributes: readonly Attribute[], mark: Classed): number =>
  attributeFaults(attributes, mark).filter((one) => one.code === "attribute_required").length;

/**
 * Values with one of them changed (undefined takes it away), without those that are no longer asked
 * of the class then: an answer to a question that nobody asks is a fault.
 */
export function answered(
  attributes: readonly Attribute[],
  className: string,
  values: Values,
  name?: string,
  value?: AttributeValue,
): Values {
  const next: Record<string, AttributeValue> = { ...values };
  const own = attributes.find((one) => one.name === name);
  if (own !== undefined)
    if (value === undefined || isEmpty(own, value)) delete next[own.name];
    else next[own.name] = value;
  // In their order: one waits for an earlier one.
  for (const one of attributes)
    if (next[one.name] !== undefined && !isAsked(one, className, next)) delete next[one.name];
  return next;
}
