import { type ProfileAxis, useProfileWords } from "~/i18n/profile";

/** How a group of a collect stage is called. */
export function useCellName(): (cell: Readonly<Record<string, unknown>>) => string {
  const words = useProfileWords();
  return (cell) =>
    Object.entries(cell)
      .map(([axis, value]) => words.value(axis as ProfileAxis, String(value)))
      .join(" · ");
}
