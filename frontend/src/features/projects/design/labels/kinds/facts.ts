/** What the builder knows of each kind of question, but the form of what is its own. */
import {
  ArrowDownNarrowWide,
  Box,
  Brush,
  Camera,
  ChartGantt,
  Crosshair,
  Diamond,
  File,
  Film,
  Flag,
  Highlighter,
  ListChecks,
  ListOrdered,
  LocateFixed,
  type LucideIcon,
  Mic,
  Pentagon,
  PersonStanding,
  Scale,
  ScanText,
  Spline,
  Square,
  SquareDashedMousePointer,
  SquarePen,
  Star,
  Table2,
  VectorSquare,
  Waypoints,
} from "lucide-react";
import { type Label, MODALITIES, type Schema } from "~/annotate/core/doc";

export type Kind = Label["kind"];
export type Modality = Schema["modality"];
/** Where a kind stands in the menu: marks in the item, questions about it, links between marks. */
export type Place = "mark" | "ask" | "link";

type Facts = {
  icon: LucideIcon;
  modalities: readonly Modality[];
  place: Place;
  /** What it is stored under, where nobody has named it. */
  stored: string;
  classes: boolean;
  /** Whether more may be asked of each mark. */
  attributes: boolean;
  /** Whether an answer that lacks it is no answer, where the schema says nothing. */
  required: boolean;
};

const mark = (icon: LucideIcon, stored: string, ...modalities: readonly Modality[]): Facts => ({
  icon,
  modalities: modalities.length > 0 ? modalities : ["picture"],
  place: "mark",
  stored,
  classes: true,
  attributes: true,
  required: false,
});
const CLOCKED = ["sound", "video", "series"] as const;
const TEXT = ["text"] as const;
/** Answered with takes that people make for a prompt. */
const take = (icon: LucideIcon, stored: string): Facts => ({
  icon,
  modalities: ["prompt"],
  place: "ask",
  stored,
  classes: false,
  attributes: false,
  required: true,
});
const ask = { place: "ask", attributes: false, required: true } as const;

export const FACTS: Readonly<Record<Kind, Facts>> = {
  recording: take(Mic, "recording"),
  photograph: take(Camera, "photograph"),
  film: take(Film, "film"),
  file: take(File, "file"),
  box: mark(Square, "objects"),
  rotated_box: mark(Diamond, "rotated"),
  polygon: mark(Pentagon, "outlines"),
  mask: mark(Brush, "masks"),
  polyline: mark(Spline, "lines"),
  point: mark(Crosshair, "points"),
  keypoints: mark(PersonStanding, "skeletons"),
  cuboid: mark(Box, "cuboids"),
  box_track: mark(SquareDashedMousePointer, "tracks", "video"),
  polygon_track: mark(VectorSquare, "outline_tracks", "video"),
  point_track: mark(LocateFixed, "point_tracks", "video"),
  segment: mark(ChartGantt, "segments", ...CLOCKED),
  event: mark(Flag, "events", ...CLOCKED),
  page_box: mark(ScanText, "regions", "document"),
  table: mark(Table2, "tables", "document"),
  span: mark(Highlighter, "spans", "text", "document"),
  class: { ...ask, icon: ListChecks, modalities: MODALITIES, stored: "question", classes: true },
  rating: { ...ask, icon: Star, modalities: MODALITIES, stored: "rating", classes: false },
  writing: { ...ask, icon: SquarePen, modalities: MODALITIES, stored: "writing", classes: false },
  comparison: { ...ask, icon: Scale, modalities: TEXT, stored: "comparison", classes: false },
  ranking: { ...ask, icon: ListOrdered, modalities: TEXT, stored: "ranking", classes: false },
  order: {
    ...ask,
    icon: ArrowDownNarrowWide,
    modalities: ["document"],
    stored: "reading_order",
    classes: false,
  },
  relation: {
    icon: Waypoints,
    modalities: MODALITIES.filter((modality) => modality !== "prompt"),
    place: "link",
    stored: "relations",
    classes: true,
    attributes: false,
    required: false,
  },
};

export const isKind = (value: unknown): value is Kind =>
  typeof value === "string" && Object.hasOwn(FACTS, value);

/** The kinds that a stage of this modality can ask for, in the menu's order. */
export const kindsOf = (modality: Modality): Kind[] =>
  (Object.keys(FACTS) as Kind[]).filter((kind) => FACTS[kind].modalities.includes(modality));
