/** A stretch of text that stayed, came or went. */
export type Stretch = { kind: "same" | "added" | "removed"; text: string };
/** A line of a guideline, with what became of its words. */
export type Line = { kind: "same" | "added" | "removed" | "changed"; parts: readonly Stretch[] };

/** The longest common run of two lists, as pairs of what stands where; -1 where it does not. */
function pairs(one: readonly string[], other: readonly string[]): [number, number][] {
  const rows = one.length + 1;
  const cols = other.length + 1;
  const best = new Uint16Array(rows * cols);
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      best[i * cols + j] =
        one[i] === other[j]
          ? best[(i + 1) * cols + j + 1]! + 1
          : Math.max(best[(i + 1) * cols + j]!, best[i * cols + j + 1]!);
  const found: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) found.push([i++, j++]);
    else if (
      j >= other.length ||
      (i < one.length && best[(i + 1) * cols + j]! >= best[i * cols + j + 1]!)
    )
      found.push([i++, -1]);
    else found.push([-1, j++]);
  }
  return found;
}

const words = (line: string): string[] => line.match(/\S+\s*/gu) ?? [];

function stretches(one: string, other: string): Stretch[] {
  const [before, after] = [words(one), words(other)];
  const found: Stretch[] = [];
  const add = (kind: Stretch["kind"], text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  for (const [i, j] of pairs(before, after)) {
    if (i >= 0 && j >= 0) add("same", before[i]!);
    else if (i >= 0) add("removed", before[i]!);
    else add("added", after[j]!);
  }
  return found;
}

/** Whether two lines are one line that was reworded: much of it stayed. */
function alike(parts: readonly Stretch[]): boolean {
  const size = (kind: Stretch["kind"]) =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? part.text.trim().length : 0), 0);
  return size("same") * 2 >= Math.max(size("added"), size("removed")) && size("same") > 0;
}

const LIMIT = 1500; // lines; beyond, a table of all with all would be too large

/** What became of a text, line by line; lines without words are left out. */
export function changes(before: string, after: string): Line[] {
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .slice(0, LIMIT);
  const [old, now] = [lines(before), lines(after)];
  const found: Line[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = () => {
    // What went and what came in one place may be the same line in other words.
    while (gone.length > 0 && come.length > 0) {
      const parts = stretches(gone[0]!, come[0]!);
      if (!alike(parts)) break;
      found.push({ kind: "changed", parts });
      gone = gone.slice(1);
      come = come.slice(1);
    }
    for (const text of gone) found.push({ kind: "removed", parts: [{ kind: "removed", text }] });
    for (const text of come) found.push({ kind: "added", parts: [{ kind: "added", text }] });
    gone = [];
    come = [];
  };
  for (const [i, j] of pairs(old, now)) {
    if (i >= 0 && j >= 0) {
      flush();
      found.push({ kind: "same", parts: [{ kind: "same", text: now[j]! }] });
    } else if (i >= 0) gone.push(old[i]!);
    else come.push(now[j]!);
  }
  flush();
  return found;
}
