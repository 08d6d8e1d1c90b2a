import { type Answer, isRelation, type Mark, type Point, type Relation } from "../core/doc";
import { boundsOf } from "../core/shapes";

/** A relation between two marks that are seen. */
export type Link = { relation: Relation; from: Mark; to: Mark };

/** The relations of an answer whose ends are among `marks`; what stayed as it was is the same again. */
export function linksOf(
  answer: Answer,
  marks: readonly Mark[],
  before: readonly Link[],
): readonly Link[] {
  const relations = answer.annotations.filter(isRelation);
  if (relations.length === 0) return before.length === 0 ? before : [];
  const seen = new Map(marks.map((mark) => [mark.id, mark]));
  const known = new Map(before.map((link) => [link.relation, link]));
  return relations.flatMap((relation): Link[] => {
    const [from, to] = [seen.get(relation.from), seen.get(relation.to)];
    if (from === undefined || to === undefined) return [];
    const link = known.get(relation);
    return [link?.from === from && link.to === to ? link : { relation, from, to }];
  });
}

export function middleOf(mark: Mark): Point {
  const { x, y, width, height } = boundsOf(mark);
  return [x + width / 2, y + height / 2];
}
