import type { Id, Mark, Point } from "../core/doc";
import { clamp } from "../core/geometry";
import { boundsOf } from "../core/shapes";
import { type Link, middleOf } from "./links";
import type { Frame, Ink, Inks } from "./paint";

/** Where an arrow between two marks begins and ends: on the edges of their bounds. */
export function spanOf({ from, to }: Pick<Link, "from" | "to">): readonly [Point, Point] {
  const [a, b] = [middleOf(from), middleOf(to)];
  return [edgeOf(from, b), edgeOf(to, a)];
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

/** An arrow from one place to another; a line where it has no way. */
export function paintArrow(
  c: CanvasRenderingContext2D,
  from: Point,
  to: Point,
  at: Frame,
  { colour }: Pick<Ink, "colour">,
  { directed = true, strong = false }: { directed?: boolean; strong?: boolean } = {},
): void {
  const [ax, ay] = [from[0] * at.scale + at.x, from[1] * at.scale + at.y];
  const [bx, by] = [to[0] * at.scale + at.x, to[1] * at.scale + at.y];
  const turn = Math.atan2(by - ay, bx - ax);
  const head = strong ? 13 : 11;
  for (const [width, ink] of [
    [strong ? 6 : 4.5, "rgb(0 0 0 / 0.62)"],
    [strong ? 3 : 2, colour],
  ] as const) {
    c.lineWidth = width;
    c.strokeStyle = ink;
    c.beginPath();
    c.moveTo(ax, ay);
    c.lineTo(bx, by);
    if (directed)
      for (const way of [1, -1]) {
        c.moveTo(bx, by);
        c.lineTo(bx - head * Math.cos(turn + way * 0.45), by - head * Math.sin(turn + way * 0.45));
      }
    c.stroke();
  }
}
