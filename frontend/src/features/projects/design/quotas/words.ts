import { useProfileWords } from "~/i18n/profile";
import { AXES, type Cell } from "./model";

/** A group in words: “20대 · 여성 · 부산”. */
export function useCellWords(): (cell: Cell) => string {
  const words = useProfileWords();
  return (cell) =>
    AXES.flatMap((axis) => {
      const value = cell[axis];
      return value === undefined ? [] : [words.value(axis, value)];
    }).join(" · ");
}
