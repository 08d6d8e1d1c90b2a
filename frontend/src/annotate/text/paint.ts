import type { CSSProperties } from "react";
import type { Choice } from "../core/choices";
import type { Placed } from "./lanes";

/** Pixels of a span's line, and from one line to the next. */
const LINE = 3;
const LANE = 5;

const DASH = { 1: "", 2: "7px, transparent 7px 11px", 3: "3px, transparent 3px 6px" } as const;

const stripe = (colour: string, dash: 1 | 2 | 3): string =>
  dash === 1
    ? `linear-gradient(${colour} 0 0)`
    : `repeating-linear-gradient(90deg, ${colour} 0 ${DASH[dash]})`;

export const isSuggested = ({ look }: Placed): boolean =>
  look === "suggested" || look === "current";

/** The fill and the lines of what lies on a stretch, `lanes` high: the nearest line is the first. */
export function painted(
  on: readonly Placed[],
  lanes: number,
  choiceOf: (one: Placed) => Choice | undefined,
  selected: ReadonlySet<string>,
): CSSProperties {
  const images: string[] = [];
  const sizes: string[] = [];
  const places: string[] = [];
  for (const one of on) {
    const choice = choiceOf(one);
    const colour =
      one.look === "faint"
        ? "var(--line-strong)"
        : one.look === "removed"
          ? "var(--text-3)"
          : (choice?.colour ?? "var(--text-3)");
    const dotted = one.look === "removed" || isSuggested(one);
    const dash = dotted ? 3 : (choice?.dash ?? 1);
    images.push(stripe(colour, dash));
    sizes.push(`100% ${LINE}px`);
    places.push(`0 calc(100% - ${(lanes - 1 - one.lane) * LANE}px)`);
  }
  for (const one of on) {
    if (["faint", "removed", "suggested"].includes(one.look)) continue;
    const share = selected.has(one.span.id) ? 34 : 15;
    const colour = choiceOf(one)?.colour ?? "var(--text-3)";
    const fill = `color-mix(in srgb, ${colour} ${share}%, transparent)`;
    images.push(`linear-gradient(${fill} 0 0)`);
    sizes.push(`100% calc(100% - ${lanes * LANE}px)`);
    places.push("0 0");
  }
  return {
    backgroundImage: images.join(", "),
    backgroundSize: sizes.join(", "),
    backgroundPosition: places.join(", "),
    backgroundRepeat: "no-repeat",
    paddingBottom: lanes * LANE,
  };
}
