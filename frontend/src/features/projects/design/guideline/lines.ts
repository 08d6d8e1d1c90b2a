/** The difference of two texts by lines: what stayed, went and came, in reading order. */
export type Line = { how: "same" | "gone" | "new"; text: string };

const MOST = 4_000_000; // cells of the table; beyond, the middle is shown as replaced

/** Lines of `before` and `after`, the longest common ones kept. */
export function linesOf(before: string, after: string): Line[] {
  const a = before.split("\n");
  const b = after.split("\n");
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top += 1;
  let end = 0;
  while (
    end < a.length - top &&
    end < b.length - top &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end += 1;
  const olds = a.slice(top, a.length - end);
  const news = b.slice(top, b.length - end);
  const same = (text: string): Line => ({ how: "same", text });
  return [
    ...a.slice(0, top).map(same),
    ...middle(olds, news),
    ...a.slice(a.length - end).map(same),
  ];
}

function middle(a: string[], b: string[]): Line[] {
  const gone = (text: string): Line => ({ how: "gone", text });
  const come = (text: string): Line => ({ how: "new", text });
  if (a.length * b.length > MOST) return [...a.map(gone), ...b.map(come)];
  // long[i][j]: how many lines a[i..] and b[j..] have in common, in order.
  const width = b.length + 1;
  const long = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      long[i * width + j] =
        a[i] === b[j]
          ? long[(i + 1) * width + j + 1]! + 1
          : Math.max(long[(i + 1) * width + j]!, long[i * width + j + 1]!);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ how: "same", text: a[i]! });
      i += 1;
      j += 1;
    } else if (long[(i + 1) * width + j]! >= long[i * width + j + 1]!) lines.push(gone(a[i++]!));
    else lines.push(come(b[j++]!));
  }
  return [...lines, ...a.slice(i).map(gone), ...b.slice(j).map(come)];
}

/** Only what changed, with a line or two around it; null stands for what was left out. */
export function nearChanges(lines: readonly Line[], around = 2): (Line | null)[] {
  const keep = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.how !== "same"),
  );
  const shown: (Line | null)[] = [];
  lines.forEach((line, at) => {
    if (keep[at]) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  });
  return shown;
}
