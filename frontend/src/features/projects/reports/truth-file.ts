export type Truth = { name: string; annotations: Record<string, unknown>[] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A line of JSONL as a truth: `annotations`, or as the release's own JSONL has them in `answer`. */
function truthOf(line: string): Truth | null {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(said) || typeof said.name !== "string") return null;
  const marks = said.annotations ?? (isObject(said.answer) ? said.answer.annotations : undefined);
  if (!Array.isArray(marks) || !marks.every(isObject)) return null;
  return { name: said.name, annotations: marks };
}

/** What a file of truths says, and the numbers of the lines that say nothing. */
export function readTruths(text: string): { truths: Truth[]; bad: number[] } {
  const truths: Truth[] = [];
  const bad: number[] = [];
  text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .forEach((line, at) => {
      if (line.trim() === "") return;
      const found = truthOf(line);
      if (found === null) bad.push(at + 1);
      else truths.push(found);
    });
  return { truths, bad };
}

/** The truths in portions that a request takes. */
export function portions(truths: readonly Truth[], most = 200, bytes = 4_000_000): Truth[][] {
  const found: Truth[][] = [];
  let now: Truth[] = [];
  let size = 0;
  for (const one of truths) {
    const more = JSON.stringify(one).length * 3;
    if (now.length > 0 && (now.length === most || size + more > bytes)) {
      found.push(now);
      now = [];
      size = 0;
    }
    now.push(one);
    size += more;
  }
  if (now.length > 0) found.push(now);
  return found;
}
