/** What a version may be called. */
export const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** The version after one: its last number, one more; the first where there is none. */
export function following(last: string | undefined): string {
  if (last === undefined) return "1.0";
  const found = /^(.*?)(\d+)(\D*)$/.exec(last);
  if (found === null) return `${last}-2`.slice(0, 40);
  const [, before = "", digits = "", after = ""] = found;
  return `${before}${Number(digits) + 1}${after}`.slice(0, 40);
}
