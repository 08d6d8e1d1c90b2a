import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";

/** What a task shows of an item, as the API has it (`app/labels/pieces/piece.py`). */
export type Part = {
  by: string;
  at: number;
  of: number;
  start?: number;
  end?: number;
  first?: number;
  last?: number;
  stretches?: { start: number; end: number }[];
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  members?: unknown[];
};

/** Where a piece lies in its item. */
export function usePartWords(modality: string | undefined): (part: Part | null) => string {
  const { t } = useTranslation("pipeline");
  const { number, clock } = useFormat();
  return (part) => {
    if (part === null) return t("split.by.whole");
    const { start, end, first, last, stretches, x, y, width, height, members } = part;
    if (members !== undefined) return t("pieces.bundle", { n: number(members.length) });
    if (first !== undefined && last !== undefined)
      return t("pieces.pages", { from: number(first), to: number(last) });
    if (stretches !== undefined)
      return t("pieces.letters", {
        from: number((stretches[0]?.start ?? 0) + 1),
        to: number(stretches.at(-1)?.end ?? 0),
      });
    if (width !== undefined && height !== undefined)
      return t("pieces.tile", {
        x: number(x ?? 0),
        y: number(y ?? 0),
        w: number(width),
        h: number(height),
      });
    if (start === undefined || end === undefined) return t("split.by.whole");
    return modality === "video"
      ? t("pieces.frames", { from: number(start), to: number(end - 1) })
      : t("pieces.window", { from: clock(start / 1000), to: clock(end / 1000) });
  };
}
