export type Stretch = { kind: "same" | "added" | "removed"; text: string };
const LIMIT = 2000; // words; beyond, a table of all with all would be too large

/** What became of a text, word by word. */
export function wording(before: string, after: string): Stretch[] {
  const words = (text: string) => text.match(/\S+\s*|\s+/gu) ?? [];
  const [old, now] = [words(before), words(after)];
  if (old.length > LIMIT || now.length > LIMIT)
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  const cols = now.length + 1;
  const best = new Uint16Array((old.length + 1) * cols);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      best[i * cols + j] =
        old[i] === now[j]
          ? best[(i + 1) * cols + j + 1]! + 1
          : Math.max(best[(i + 1) * cols + j]!, best[i * cols + j + 1]!);
  const found: Stretch[] = [];
  const add = (kind: Stretch["kind"], text: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      add("same", now[j]!);
      i += 1;
      j += 1;
    } else if (
      j >= now.length ||
      (i < old.length && best[(i + 1) * cols + j]! >= best[i * cols + j + 1]!)
    )
      add("removed", old[i++]!);
    else add("added", now[j++]!);
  }
  return found;
}
