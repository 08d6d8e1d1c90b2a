/**
 * A label schema while it is being written: rows with names and keys of their own. Rows refer to
 * one another by key, so that a name can change while others refer to it; what is sent is made of
 * it at the end, and what came from the server keeps its stored values.
 */
import type { Guide } from "~/annotate/prompt/doc";
import { FACTS, type Kind, type Modality } from "./kinds/facts";

/** Anything that has a stored value and names: a question, class, attribute, option, joint. */
export type Row = {
  key: string;
  /** The value that is stored; empty while it follows the names. */
  id: string;
  ko: string;
  en: string;
  /** Stored values that people have used do not change any more. */
  fixed: boolean;
};
export type ClassDraft = Row & {
  /** #rrggbb, or empty for the look's next colour. */
  colour: string;
  /** The key of the class that it belongs to, or empty. */
  parent: string;
  min: number | null;
  max: number | null;
};
export type AttributeKind = "choice" | "many" | "number" | "text" | "flag";
export type When = { attribute: string; in: string[] };
export type AttributeDraft = Row & {
  kind: AttributeKind;
  options: Row[];
  min: number | null;
  max: number | null;
  step: number | null;
  maxLength: number | null;
  required: boolean;
  /** Keys of the classes that it is asked of; null for all. */
  classes: string[] | null;
  /** By keys; a flag's value is "true" or "false". */
  when: When | null;
};
/** `x` and `y`: where it stands on the board, 0 to 1. */
export type JointDraft = Row & { x: number; y: number };
export type SkeletonDraft = { points: JointDraft[]; edges: [string, string][] };
/** One who speaks; `colour` as of a class. */
export type SpeakerDraft = Row & { colour: string };
/** A special mark of a line, and the text that it puts in. */
export type SpecialDraft = Row & { text: string };
/** A line that is written for each segment; empty `language` where any will do. */
export type LineDraft = Row & {
  required: boolean;
  maxLength: number | null;
  language: string;
  marks: SpecialDraft[];
};
/** What else is settled, in the API's own words; labels are referred to by key. */
export type Settings = {
  min?: number | null;
  max?: number | null;
  step?: number | null;
  many?: boolean;
  required?: boolean;
  leaf_only?: boolean;
  several?: boolean;
  ties?: boolean;
  directed?: boolean;
  per?: "item" | "part" | "channel";
  roles?: string[] | null;
  overlap?: "any" | "nested" | "none" | "speakers";
  cover?: boolean;
  least?: number | null;
  tolerance?: number | null;
  text?: "none" | "optional" | "required";
  /** What is put in order; null for everything. */
  of?: string[] | null;
  from?: string[] | null;
  to?: string[] | null;
  evidence?: string | null;
  min_length?: number;
  max_length?: number;
  language?: string | null;
  low_ko?: string | null;
  low_en?: string | null;
  high_ko?: string | null;
  high_en?: string | null;
  container?: "wav" | "opus";
  rate?: number;
  channels?: 1 | 2;
  min_seconds?: number;
  max_seconds?: number;
  min_level?: number;
  max_clipped?: number;
  max_silence?: number;
  max_noise?: number;
  takes?: "one" | "each";
  min_width?: number;
  min_height?: number;
  min_sharpness?: number;
  min_light?: number;
  max_light?: number;
  guide?: Guide;
  keep_place?: boolean;
  near_duplicates?: boolean;
  count_min?: number;
  count_max?: number;
  types?: string[];
  max_bytes?: number;
};
export type LabelDraft = Row & {
  kind: Kind;
  classes: ClassDraft[];
  attributes: AttributeDraft[];
  skeleton: SkeletonDraft | null;
  speakers: SpeakerDraft[];
  lines: LineDraft[];
  settings: Settings;
};
export type SchemaDraft = { modality: Modality; labels: LabelDraft[] };

/** The engine's own bound on annotations of one answer: as a limit it is none. */
export const MOST = 10_000;

let made = 0;
export const freshKey = (): string => {
  made += 1;
  return `n${Date.now().toString(36)}${made}`;
};

export const freshRow = (): Row => ({ key: freshKey(), id: "", ko: "", en: "", fixed: false });

export const freshClass = (): ClassDraft => ({
  ...freshRow(),
  colour: "",
  parent: "",
  min: null,
  max: null,
});

export const freshSpeaker = (): SpeakerDraft => ({ ...freshRow(), colour: "" });
export const freshSpecial = (): SpecialDraft => ({ ...freshRow(), text: "" });
export const freshLine = (): LineDraft => ({
  ...freshRow(),
  required: true,
  maxLength: null,
  language: "",
  marks: [],
});

export const freshAttribute = (kind: AttributeKind): AttributeDraft => ({
  ...freshRow(),
  kind,
  options: kind === "choice" || kind === "many" ? [freshRow(), freshRow()] : [],
  min: null,
  max: null,
  step: null,
  maxLength: null,
  required: false,
  classes: null,
  when: null,
});

/** How near two people's events are half the same: in a video, frames, a quarter of a second. */
const FRAMES_APART = 8;

const begun = (kind: Kind, modality: Modality | undefined): Settings => {
  if (kind === "rating") return { min: 1, max: 5, step: 1 };
  return kind === "event" && modality === "video" ? { tolerance: FRAMES_APART } : {};
};

/** A question of a kind, with nothing written in it yet. */
export const freshLabel = (kind: Kind, modality?: Modality): LabelDraft => ({
  ...freshRow(),
  kind,
  classes: FACTS[kind].classes ? [freshClass(), ...(kind === "class" ? [freshClass()] : [])] : [],
  attributes: [],
  skeleton: kind === "keypoints" ? { points: [], edges: [] } : null,
  speakers: [],
  lines: [],
  settings: begun(kind, modality),
});

/** What a schema begins with: what is asked most. */
const FIRST: Readonly<Record<Modality, Kind>> = {
  picture: "box",
  text: "class",
  sound: "segment",
  video: "box_track",
  document: "page_box",
  series: "segment",
  prompt: "recording",
};

/** A schema of which nothing is written yet: the modality's first kind, with an empty class. */
export const blank = (modality: Modality = "picture"): SchemaDraft => ({
  modality,
  labels: [freshLabel(FIRST[modality])],
});

/** A row, or a special mark, which its own text can name. */
type Called = Row & { text?: string };

/** Has somebody written into the row? Others are left out. */
export const written = (row: Called): boolean =>
  row.fixed || [row.ko, row.en, row.id, row.text ?? ""].some((one) => one.trim() !== "");

const slug = (text: string): string => text.trim().replace(/\s+/g, "_").slice(0, 100);

/** The value that a row is stored as. */
export const idOf = (row: Called): string =>
  row.id.trim() || slug(row.en) || slug(row.ko) || slug(row.text ?? "");

/** What a row is called in the reader's language; empty where it has no name. */
export const titleOf = (row: { ko?: string | null; en?: string | null }, locale: string): string =>
  (locale === "en" ? row.en || row.ko : row.ko || row.en) || "";

/** The question and every row in it. */
export const rowsOf = (label: LabelDraft): Row[] => [
  label,
  ...label.classes,
  ...(label.skeleton?.points ?? []),
  ...label.attributes.flatMap((one) => [one, ...one.options]),
  ...label.speakers,
  ...label.lines.flatMap((one) => [one, ...one.marks]),
];

/** The same question again, under keys of its own; what it is stored as is made anew. */
export function copyOf(label: LabelDraft): LabelDraft {
  const keys = new Map<string, string>();
  const own = <R extends Row>(row: R): R => {
    keys.set(row.key, freshKey());
    return { ...row, key: keys.get(row.key), fixed: false } as R;
  };
  const renewed = (key: string): string => keys.get(key) ?? key;
  const classes = label.classes.map(own);
  const attributes = label.attributes.map((one) => ({
    ...own(one),
    options: one.options.map(own),
  }));
  const points = label.skeleton?.points.map(own);
  return {
    ...own(label),
    id: "",
    classes: classes.map((one) => ({ ...one, parent: renewed(one.parent) })),
    attributes: attributes.map((one) => ({
      ...one,
      classes: one.classes?.map(renewed) ?? null,
      when: one.when && { attribute: renewed(one.when.attribute), in: one.when.in.map(renewed) },
    })),
    speakers: label.speakers.map(own),
    lines: label.lines.map((one) => ({ ...own(one), marks: one.marks.map(own) })),
    skeleton:
      points === undefined
        ? null
        : {
            points,
            edges: (label.skeleton?.edges ?? []).map(([a, b]) => [renewed(a), renewed(b)]),
          },
  };
}

/** A list with one of its rows a step higher or lower. */
export function moved<T>(rows: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  if (to < 0 || to >= rows.length) return [...rows];
  const next = [...rows];
  [next[from], next[to]] = [next[to]!, next[from]!];
  return next;
}

/** Both one after the other; where two questions have one stored name, the later makes its own. */
export function together(draft: SchemaDraft, more: SchemaDraft): SchemaDraft {
  const taken = new Set(draft.labels.map(idOf));
  const labels = more.labels.map((label) =>
    taken.has(label.id) ? { ...label, id: "", fixed: false } : label,
  );
  return { ...draft, labels: [...draft.labels.filter((one) => !isBlank(one)), ...labels] };
}

/** Has nobody written anything into it? */
export const isBlank = (label: LabelDraft): boolean =>
  !written(label) &&
  !label.classes.some(written) &&
  label.attributes.length === 0 &&
  label.speakers.length === 0 &&
  label.lines.length === 0 &&
  (label.skeleton?.points.length ?? 0) === 0;

/** Without a label, and without what refers to it. */
export const withoutLabel = (draft: SchemaDraft, key: string): SchemaDraft => {
  const left = (keys: string[] | null | undefined) => {
    const rest = keys?.filter((one) => one !== key);
    return rest?.length === 0 ? null : rest;
  };
  return {
    ...draft,
    labels: draft.labels
      .filter((label) => label.key !== key)
      .map((label) => ({
        ...label,
        settings: {
          ...label.settings,
          ...(label.settings.from && { from: left(label.settings.from) }),
          ...(label.settings.to && { to: left(label.settings.to) }),
          ...(label.settings.of && { of: left(label.settings.of) }),
          ...(label.settings.evidence === key && { evidence: null }),
        },
      })),
  };
};

/** The same for another modality: what that cannot ask is left out. */
export const inModality = (draft: SchemaDraft, modality: Modality): SchemaDraft => {
  const gone = draft.labels.filter((label) => !FACTS[label.kind].modalities.includes(modality));
  const rest = gone.reduce((left, label) => withoutLabel(left, label.key), draft);
  return rest.labels.length === 0 ? blank(modality) : { ...rest, modality };
};
