/** How a stage cuts its items into tasks: what can be chosen, and how many pieces come of an item. */
import type { Modality } from "../../labels/kinds/facts";

/** As the API has it: lengths in ms (a video's in frames), sizes in pixels; `object` in its own unit. */
export type Split =
  | { by: "window"; length: number; overlap: number }
  | { by: "silence"; least: number; most: number; quiet: number }
  | { by: "page"; pages: number }
  | { by: "sentence" | "paragraph"; count: number }
  | { by: "tile"; size: number; overlap: number }
  | { by: "object"; label: string; margin: number }
  | { by: "bundle"; count: number };
export type By = Split["by"];
/** What stands in the form, whichever way is chosen: all numbers are there. */
export type SplitDraft = {
  by: By | "whole";
  length: number;
  overlap: number;
  least: number;
  most: number;
  quiet: number;
  pages: number;
  count: number;
  size: number;
  label: string;
  margin: number;
};

const WAYS: Readonly<Record<Modality, readonly By[]>> = {
  picture: ["tile", "object", "bundle"],
  text: ["sentence", "paragraph", "bundle"],
  sound: ["silence", "window", "object", "bundle"],
  video: ["window"],
  document: ["page"],
  series: ["window"],
  prompt: [],
};

/** In which ways items of a modality can be cut, the usual one first. */
export const waysOf = (modality: Modality): readonly By[] => WAYS[modality];

const START: Readonly<Partial<Record<Modality, Partial<SplitDraft>>>> = {
  video: { length: 900, overlap: 30 },
  picture: { overlap: 128, margin: 16 },
  sound: { margin: 500 },
  text: { count: 10 },
};

/** What stands there where nothing was settled yet. */
const freshDraft = (modality: Modality): SplitDraft => ({
  by: "whole",
  length: 30_000,
  overlap: 2_000,
  least: 3_000,
  most: 20_000,
  quiet: -40,
  pages: 1,
  count: 10,
  size: 1024,
  label: "",
  margin: 0,
  ...START[modality],
});

export const draftOf = (split: Split | null, modality: Modality): SplitDraft => ({
  ...freshDraft(modality),
  ...split,
});

/** What is sent: of a way only what it asks for; null for the item as a whole. */
export function splitOf(draft: SplitDraft): Split | null {
  const { by } = draft;
  if (by === "whole") return null;
  if (by === "window") return { by, length: draft.length, overlap: draft.overlap };
  if (by === "silence") return { by, least: draft.least, most: draft.most, quiet: draft.quiet };
  if (by === "page") return { by, pages: draft.pages };
  if (by === "tile") return { by, size: draft.size, overlap: draft.overlap };
  if (by === "object") return { by, label: draft.label, margin: draft.margin };
  return { by, count: draft.count };
}

export type SplitFault = "overlap" | "least" | "label" | "number";

/** What has to be mended before it is saved. */
export function faultOf(draft: SplitDraft): SplitFault | null {
  const split = splitOf(draft);
  if (split === null) return null;
  if (Object.values(split).some((value) => typeof value === "number" && Number.isNaN(value)))
    return "number";
  // Only neighbours overlap, and there has to be room to look for a silence.
  if (split.by === "window" && 2 * split.overlap > split.length) return "overlap";
  if (split.by === "tile" && 2 * split.overlap > split.size) return "overlap";
  if (split.by === "silence" && 2 * split.least > split.most) return "least";
  if (split.by === "object" && split.label === "") return "label";
  return null;
}

/** An item's size in what its split counts by: ms or frames, pages, sentences, pixels, items. */
export type Measure = { length: number; width: number; height: number };

/** A last piece that would bring less than this share of what is new is part of the one before it. */
const CRUMB = 0.1;

function steps(whole: number, size: number, overlap: number): number {
  const step = size - overlap;
  if (whole <= size || step <= 0) return 1;
  const full = Math.floor((whole - size) / step);
  const rest = whole - size - full * step;
  return 1 + full + (rest >= CRUMB * step ? 1 : 0);
}

/**
 * How many pieces an item of this measure makes; fewest and most where it depends on what is in it.
 * Of a bundle: how many units so many items make. Null where only the item itself can tell.
 */
export function piecesOf(
  split: Split | null,
  { length, width, height }: Measure,
): [least: number, most: number] | null {
  const just = (n: number): [number, number] => [n, n];
  if (split === null) return just(1);
  if (split.by === "window") return just(steps(length, split.length, split.overlap));
  if (split.by === "tile")
    return just(steps(width, split.size, split.overlap) * steps(height, split.size, split.overlap));
  if (split.by === "page") return just(Math.max(1, Math.ceil(length / split.pages)));
  if (split.by === "silence")
    return [
      Math.max(1, Math.ceil(length / split.most)),
      Math.max(1, Math.floor(length / split.least)),
    ];
  if (split.by === "object") return null;
  return just(Math.max(1, Math.ceil(length / split.count)));
}
