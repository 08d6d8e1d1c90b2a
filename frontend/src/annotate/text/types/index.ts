import { fetched } from "../../core/fetched";
import type { TextAnnotation, TextLabel } from "../doc";
import { spanType } from "./span";
import type { TextType } from "./type";

type Kind = TextLabel["kind"];
type Any = TextType<TextLabel, TextAnnotation>;

// A label type joins texts here, and nowhere else. Most tasks have spans; what others have is
// fetched where it is asked for.
const ALWAYS = { span: spanType };
const LATER = {
  class: () => import("./class").then((its) => its.classType),
  relation: () => import("./relation").then((its) => its.relationType),
  writing: () => import("./writing").then((its) => its.writingType),
  comparison: () => import("./comparison").then((its) => its.comparisonType),
  ranking: () => import("./ranking").then((its) => its.rankingType),
  rating: () => import("./rating").then((its) => its.ratingType),
} satisfies Record<Exclude<Kind, keyof typeof ALWAYS>, unknown>;

const known = fetched<unknown>(LATER, ALWAYS);

/** Fetches what texts know of these kinds, once; of other kinds, nothing. */
export const loadTypes = (kinds: Iterable<string> = Object.keys(LATER)): Promise<void> =>
  known.load(kinds);

/** What texts know of a kind that they have, and that has been fetched. */
export const typeOf = (kind: Kind): Any => known.get(kind) as Any;
