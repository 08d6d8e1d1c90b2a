/** What a stage aims at while it is written: each line has a key of its own. */
export type Aim = { key: string; what: string; value: string; share: number };

let last = 0;

/** Lines to be written on. */
export const aimsOf = (targets: readonly { what: string; value: string; share: number }[]): Aim[] =>
  targets.map(({ what, value, share }) => {
    last += 1;
    return { key: String(last), what, value, share };
  });

/** What the shares come to, by what they are of; rounded as they are kept. */
export function sumsOf(aims: readonly Pick<Aim, "what" | "share">[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { what, share } of aims)
    sums.set(what, Math.round(((sums.get(what) ?? 0) + (share || 0)) * 100) / 100);
  return sums;
}
