/** What can be settled of each kind in the builder. */
import type { ComponentType } from "react";
import type { ShapeKind } from "~/annotate/core/doc";
import type { TrackLabel } from "~/annotate/video/doc";
import type { KindProps } from "../building";
import { ClassForm } from "./class";
import { EventForm } from "./event";
import type { Kind } from "./facts";
import { ComparisonForm, RankingForm } from "./judging";
import { KeypointsForm } from "./keypoints";
import { MarkForm } from "./marks";
import { OrderForm } from "./order";
import { PageBoxForm } from "./page-box";
import { RatingForm } from "./rating";
import { RelationForm } from "./relation";
import { SegmentForm } from "./segment";
import { SpanForm } from "./span";
import { FileForm, FilmForm, PhotographForm, RecordingForm } from "./takes";
import { WritingForm } from "./writing";

type Form = ComponentType<KindProps>;

/** Kinds of which nothing is settled but classes, counts and attributes. */
type Plain = ShapeKind | TrackLabel["kind"] | "table";

const FORMS: Readonly<Record<Exclude<Kind, Plain>, Form> & Partial<Record<Kind, Form>>> = {
  recording: RecordingForm,
  photograph: PhotographForm,
  film: FilmForm,
  file: FileForm,
  keypoints: KeypointsForm,
  segment: SegmentForm,
  event: EventForm,
  page_box: PageBoxForm,
  order: OrderForm,
  span: SpanForm,
  class: ClassForm,
  rating: RatingForm,
  writing: WritingForm,
  comparison: ComparisonForm,
  ranking: RankingForm,
  relation: RelationForm,
};

/** The form of a kind: marks share one, where they have no more to settle. */
export const formOf = (kind: Kind): Form => FORMS[kind] ?? MarkForm;
