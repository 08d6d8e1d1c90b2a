/** Prompts while they are written by hand: one row each. */

export const ROLES = ["read", "scene", "topic", "write"] as const;
export type Role = (typeof ROLES)[number];
export type PromptRow = { role: Role; text: string };

/** Letters of one prompt. */
export const MOST = 2_000;

export const freshRow = (role: Role = "read"): PromptRow => ({ role, text: "" });

export const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);

/**
 * Rows of pasted text, one a line. A line may say its role first, before a tab or a comma, by its
 * code or by one of `words`; else it is of `role`.
 */
export function rowsFrom(
  text: string,
  role: Role,
  words: Readonly<Partial<Record<string, Role>>> = {},
): PromptRow[] {
  return text.split(/\r?\n/).flatMap((line): PromptRow[] => {
    const whole = line.trim();
    if (whole === "") return [];
    const cut = /^([^\t,]+)[\t,]\s*(.+)$/.exec(whole);
    const first = cut?.[1]?.trim() ?? "";
    const own = isRole(first.toLowerCase()) ? (first.toLowerCase() as Role) : words[first];
    if (own !== undefined) return [{ role: own, text: cut?.[2]?.trim() ?? "" }];
    return [{ role, text: whole }];
  });
}

export const isWritten = ({ text }: PromptRow): boolean => text.trim() !== "";

/** The place (from 0) of the first that is too long; -1 where none is. */
export const tooLong = (rows: readonly PromptRow[]): number =>
  rows.findIndex(({ text }) => [...text.trim()].length > MOST);

/** As the import reads them: a line of JSON each. */
export const linesOf = (rows: readonly PromptRow[]): string =>
  rows
    .filter(isWritten)
    .map(({ role, text }) => JSON.stringify({ parts: [{ id: "1", role, text: text.trim() }] }))
    .join("\n");

/** What most prompts of a stage with these questions are. */
export const roleFor = (kinds: readonly string[]): Role =>
  kinds.includes("recording")
    ? "read"
    : kinds.some((kind) => kind === "photograph" || kind === "film" || kind === "file")
      ? "scene"
      : "write";
