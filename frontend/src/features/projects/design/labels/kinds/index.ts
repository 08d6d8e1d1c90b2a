/** What can be settled of each kind in the builder. */
import type { ComponentType } from "react";
import type { ShapeKind } from "~/annotate/core/doc";
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

type Form = ComponentType<KindProps>;

const FORMS: Readonly<Record<Exclude<Kind, ShapeKind>, Form> & Partial<Record<Kind, Form>>> = {
  keypoints: KeypointsForm,
  span: SpanForm,
  class: ClassForm,
  rating: RatingForm,
  writing: WritingForm,
  comparison: ComparisonForm,
  ranking: RankingForm,
  relation: RelationForm,
};

/** The form of a kind: shapes share one, where they have no more to settle. */
export const formOf = (kind: Kind): Form => FORMS[kind] ?? MarkForm;
