/** How each kind looks in the builder: its icon, and the form of what is its own. */
import {
  Box,
  Brush,
  Crosshair,
  Diamond,
  Highlighter,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Pentagon,
  PersonStanding,
  Scale,
  Spline,
  Square,
  SquarePen,
  Star,
  Waypoints,
} from "lucide-react";
import type { ComponentType } from "react";
import type { KindProps } from "../building";
import { ClassForm } from "./class";
import type { Kind } from "./facts";
import { ComparisonForm, RankingForm } from "./judging";
import { KeypointsForm } from "./keypoints";
import { MarkForm } from "./marks";
import { RatingForm } from "./rating";
import { RelationForm } from "./relation";
import { SpanForm } from "./span";
import { WritingForm } from "./writing";

export const KINDS: Readonly<Record<Kind, { icon: LucideIcon; Form: ComponentType<KindProps> }>> = {
  box: { icon: Square, Form: MarkForm },
  rotated_box: { icon: Diamond, Form: MarkForm },
  polygon: { icon: Pentagon, Form: MarkForm },
  mask: { icon: Brush, Form: MarkForm },
  polyline: { icon: Spline, Form: MarkForm },
  point: { icon: Crosshair, Form: MarkForm },
  keypoints: { icon: PersonStanding, Form: KeypointsForm },
  cuboid: { icon: Box, Form: MarkForm },
  span: { icon: Highlighter, Form: SpanForm },
  class: { icon: ListChecks, Form: ClassForm },
  rating: { icon: Star, Form: RatingForm },
  writing: { icon: SquarePen, Form: WritingForm },
  comparison: { icon: Scale, Form: ComparisonForm },
  ranking: { icon: ListOrdered, Form: RankingForm },
  relation: { icon: Waypoints, Form: RelationForm },
};
