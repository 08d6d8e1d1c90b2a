import type { TextAnnotation, TextLabel } from "../doc";
import { classType } from "./class";
import { comparisonType } from "./comparison";
import { rankingType } from "./ranking";
import { ratingType } from "./rating";
import { relationType } from "./relation";
import { spanType } from "./span";
import type { TextType } from "./type";
import { writingType } from "./writing";

// A label type joins texts here, and nowhere else.
const TYPES = {
  span: spanType,
  class: classType,
  relation: relationType,
  writing: writingType,
  comparison: comparisonType,
  ranking: rankingType,
  rating: ratingType,
};

type Any = TextType<TextLabel, TextAnnotation>;

/** What texts know of a kind that they have. */
export const typeOf = (kind: TextLabel["kind"]): Any => TYPES[kind] as unknown as Any;
