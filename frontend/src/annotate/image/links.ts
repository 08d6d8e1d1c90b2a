import {
  type Answer,
  type Id,
  isRelation,
  type Mark,
  type Point,
  type Relation,
} from "../core/doc";
import { clamp } from "../core/geometry";
import { boundsOf } from "../core/shapes";
import { type Frame, type Inks, paintArrow } from "./paint";

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

/** Where an arrow between two marks begins and ends: on the edges of their bounds. */
export function spanOf({ from, to }: Pick<Link, "from" | "to">): readonly [Point, Point] {
  const [a, b] = [middleOf(from), middleOf(to)];
  return [edgeOf(from, b), edgeOf(to, a)];
}

export function middleOf(mark: Mark): Point {
  const { x, y, width, height } = boundsOf(mark);
  return [x + width / 2, y + height / 2];
}

/** Where the line from the middle of a mark towards a place leaves its bounds. */
function edgeOf(mark: Mark, towards: Point): Point {
  const { width, height } = boundsOf(mark);
  const [x, y] = middleOf(mark);
  const [dx, dy] = [towards[0] - x, towards[1] - y];
  const across = dx === 0 ? Number.POSITIVE_INFINITY : width / 2 / Math.abs(dx);
  const down = dy === 0 ? Number.POSITIVE_INFINITY : height / 2 / Math.abs(dy);
  const share = clamp(Math.min(across, down), 0, 0.5);
  return [x + dx * share, y + dy * share];
}

/** The arrow of a relation, stronger where it is selected. */
export function paintLink(
  c: CanvasRenderingContext2D,
  link: Link,
  at: Frame,
  inks: Inks,
  selected: readonly Id[],
): void {
  const [from, to] = spanOf(link);
  const ink = inks(link.relation);
  const strong = selected.includes(link.relation.id);
  paintArrow(c, from, to, at, ink, { directed: ink.directed, strong });
}
