const WIDE = 88; // characters of a line

/** JSON to be read by people: what fits stands on one line. */
export function pretty(value: unknown, indent = 0): string {
  const flat = oneLine(value);
  if (flat.length + indent <= WIDE || typeof value !== "object" || value === null) return flat;
  const pad = " ".repeat(indent + 2);
  const rows = Array.isArray(value)
    ? value.map((one) => pad + pretty(one, indent + 2))
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => `${pad}${JSON.stringify(key)}: ${pretty(one, indent + 2)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${rows.join(",\n")}\n${" ".repeat(indent)}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${pairs.map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`).join(", ")}}`;
}
