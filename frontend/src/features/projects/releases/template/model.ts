/** What a template says, as the server has it (`app/formats/template/mapping.py`). */
export type Value = string | number | boolean | null | Value[];
export type Cast = "text" | "integer" | "number" | "boolean";
export type Row = {
  to: string;
  from?: string;
  value?: Value;
  as?: Cast;
  words?: Record<string, Value>;
  default?: Value;
  optional?: boolean;
};
export const OF = ["annotations", "choices", "speakers"] as const;
export type List = {
  at: string;
  of?: (typeof OF)[number];
  kinds?: string[];
  labels?: string[];
  optional?: boolean;
};
export type Definition = {
  per?: "item" | "annotation";
  lists?: List[];
  rows: Row[];
  schema?: Record<string, unknown>;
};

export const EMPTY: Definition = {
  per: "item",
  rows: [
    { to: "file_name", from: "item.file_name" },
    { to: "annotation[].class", from: "annotation.class" },
    { to: "annotation[].bounding_box", from: "annotation.box" },
  ],
  lists: [{ at: "annotation", of: "annotations" }],
};

/** A field's own name, and what follows it: of `item.meta.camera`, `item.meta.*` and `camera`. */
export function fieldOf(from: string, names: readonly string[]): { name: string; own: string } {
  if (names.includes(from)) return { name: from, own: "" };
  const name = names.find((one) => one.endsWith(".*") && from.startsWith(one.slice(0, -1)));
  return name === undefined ? { name: from, own: "" } : { name, own: from.slice(name.length - 1) };
}

/** The key of a field's sentence: `item.meta.*` is `item_meta_own`. */
export const keyOf = (name: string): string => name.replace(".*", ".own").replaceAll(".", "_");

/** What was typed as a value: JSON where it is some, else the text itself. */
export function readValue(typed: string): Value {
  try {
    const found: unknown = JSON.parse(typed);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? typed
      : (found as Value);
  } catch {
    return typed;
  }
}

/** A value as it is typed. */
export function typed(value: Value | undefined): string {
  if (value === undefined || value === null) return "";
  // A text that would be read as something else keeps its quotes.
  if (typeof value === "string") return readValue(value) === value ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

/** Lines of `ours = theirs`, and back. */
export const wordsOf = (lines: string): Record<string, Value> =>
  Object.fromEntries(
    lines
      .split("\n")
      .map((line) => line.split("="))
      .filter((parts) => parts.length >= 2 && parts[0]?.trim() !== "")
      .map(([ours = "", ...theirs]) => [ours.trim(), readValue(theirs.join("=").trim())]),
  );
export const linesOf = (words: Record<string, Value> | undefined): string =>
  Object.entries(words ?? {})
    .map(([ours, theirs]) => `${ours} = ${typed(theirs)}`)
    .join("\n");

/** A row without what says nothing. */
export function tidy(row: Row): Row {
  const { to, from, value, as, words, optional } = row;
  return {
    to: to.trim(),
    ...(from === undefined ? { value: value ?? null } : { from }),
    ...(as !== undefined && { as }),
    ...(words !== undefined && Object.keys(words).length > 0 && { words }),
    ...(optional
      ? { optional }
      : row.default !== undefined && row.default !== null && { default: row.default }),
  };
}

/** The lists that rows speak of, those that are there already as they are. */
export function listsOf(rows: readonly Row[], lists: readonly List[]): List[] {
  const wanted = new Set(
    rows.flatMap(({ to }) => (to.includes("[]") ? [to.slice(0, to.indexOf("[]"))] : [])),
  );
  const kept = lists.filter((one) => wanted.has(one.at));
  const there = new Set(kept.map((one) => one.at));
  return [...kept, ...[...wanted].filter((at) => !there.has(at)).map((at): List => ({ at }))];
}
