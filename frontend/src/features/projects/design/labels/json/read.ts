import { isModality, type Schema } from "~/annotate/core/doc";
import { isKind } from "../kinds/facts";
import { lineOfComplaint } from "./places";

export type Read =
  | { schema: Schema }
  | { line: number; code: "syntax" | "not_schema"; says: string };

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !isList(value);
const areRows = (value: unknown, name: string) =>
  value === undefined ||
  (isList(value) && value.every((one) => isRow(one) && typeof one[name] === "string"));

/** Enough of a label schema to be shown in the form; the server looks at the rest. */
function isLabel(value: unknown): boolean {
  if (!isRow(value) || !isKind(value.kind) || typeof value.name !== "string") return false;
  const attributes = value.attributes;
  const { skeleton, texts } = value;
  return (
    (value.speakers === null || areRows(value.speakers, "id")) &&
    areRows(texts, "name") &&
    (!isList(texts) ||
      texts.every((one) => isRow(one) && areRows(one.marks, "id") && areRows(one.marks, "text"))) &&
    areRows(value.classes, "id") &&
    areRows(attributes, "name") &&
    (!isList(attributes) || attributes.every((one) => isRow(one) && areRows(one.options, "id"))) &&
    (skeleton === undefined ||
      (isRow(skeleton) && isList(skeleton.points) && areRows(skeleton.points, "id")))
  );
}

/** What a text is as a schema, or on which line it is none. */
export function readText(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const says = error instanceof Error ? error.message : "";
    return { line: lineOfComplaint(text, says), code: "syntax", says };
  }
  const known =
    isRow(value) &&
    isModality(value.modality) &&
    isList(value.labels) &&
    value.labels.every(isLabel);
  return known ? { schema: value as unknown as Schema } : { line: 1, code: "not_schema", says: "" };
}
