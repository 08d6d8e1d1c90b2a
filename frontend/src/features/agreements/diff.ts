/** A line of a text: as it was, gone, or new. */
export type Line = { kind: "same" | "gone" | "new"; text: string };

const MOST = 4_000_000; // cells of the table: beyond it, all is said to be new

/** What changed from one text to another, line by line: the longest run that both share stays. */
export function diffOf(before: string, after: string): Line[] {
  const a = before.split("\n");
  const b = after.split("\n");
  if (a.length * b.length > MOST)
    return [
      ...a.map((text): Line => ({ kind: "gone", text })),
      ...b.map((text): Line => ({ kind: "new", text })),
    ];
  const width = b.length + 1;
  const shared = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => shared[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      shared[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const old = a[i];
    const now = b[j];
    if (old !== undefined && old === now) {
      lines.push({ kind: "same", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "gone", text: old });
      i += 1;
    } else {
      lines.push({ kind: "new", text: now ?? "" });
      j += 1;
    }
  }
  return lines;
}
