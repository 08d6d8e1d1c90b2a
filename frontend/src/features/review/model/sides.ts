import { isDifferent } from "~/annotate/core/diff";
import { type Annotation, type Answer, type Id, isMark, type Rect } from "~/annotate/core/doc";
import { overlap } from "~/annotate/core/geometry";
import { shapeOf } from "~/annotate/core/shapes";
import type { Difference, Kit } from "~/annotate/kit";
import { called, namesOf } from "~/annotate/told/feedback";
import type { Sides } from "~/api/trusted";

/** One of the answers that an inspector decides between. */
export type Side = {
  /** A, B, C …; null for what they come to, where nobody answered just that. */
  letter: string | null;
  /** As it was handed in. */
  given: Record<string, unknown>;
  /** Named as the proposal names what is the same. */
  answer: Answer;
  /** From the proposal to it. */
  found: Difference;
  /** Whether it says what the answers come to. */
  proposed: boolean;
};

/** The answers beside each other, each held against what they come to, which stands first unless
 * somebody answered just that. */
export function sidesOf(
  { readAnswer, difference }: Pick<Kit, "readAnswer" | "difference">,
  read: Sides,
): Side[] {
  const proposal = readAnswer(read.proposal);
  const sides = read.answers.map(({ letter, answer: given }): Side => {
    const own = readAnswer(given);
    const answer = called(own, namesOf(own, proposal, pairsOf(own, proposal)));
    const found = difference(proposal, answer);
    return { letter, given, answer, found, proposed: !isDifferent(found) };
  });
  if (sides.some((one) => one.proposed)) return sides;
  const found = difference(proposal, proposal);
  return [
    { letter: null, given: read.proposal, answer: proposal, found, proposed: true },
    ...sides,
  ];
}

const LEAST = 0.1; // of its place that two must share to be about the same

/** Which annotations of two answers are about the same: of what has a place, those that share most of
 * it; of what has none, those that answer the same question. */
function pairsOf(one: Answer, other: Answer): [Id, Id][] {
  const close: { pair: [Id, Id]; near: number }[] = [];
  for (const mine of one.annotations)
    for (const theirs of other.annotations) {
      const near = nearness(mine, theirs);
      if (near >= LEAST) close.push({ pair: [mine.id, theirs.id], near });
    }
  const taken = new Set<string>();
  const pairs: [Id, Id][] = [];
  for (const { pair } of close.toSorted((a, b) => b.near - a.near)) {
    const [mine, theirs] = pair;
    if (taken.has(`1 ${mine}`) || taken.has(`2 ${theirs}`)) continue;
    taken.add(`1 ${mine}`).add(`2 ${theirs}`);
    pairs.push(pair);
  }
  return pairs;
}

function nearness(one: Annotation, other: Annotation): number {
  if (one.kind !== other.kind || one.name !== other.name || whereOf(one) !== whereOf(other))
    return 0;
  if (one.kind === "relation") return 0; // told by what it joins
  const [here, there] = [placeOf(one), placeOf(other)];
  if (here === null || there === null) return here === there ? 1 : 0;
  const shared = overlap(here, there);
  return shared < LEAST ? 0 : shared + (classOf(one) === classOf(other) ? 0.2 : 0);
}

/** The part, page or channel in which something is. */
const whereOf = (one: Annotation): unknown =>
  "part" in one ? (one.part ?? null) : "channel" in one ? (one.channel ?? null) : null;
const classOf = (one: Annotation): unknown => ("class" in one ? one.class : null);

const MOMENT = 1000; // milliseconds around a moment that count as its place
const THIN = 8; // pixels that what has no breadth is given

/** Where it is, on the picture or along the clock; null for what is said of the whole. */
function placeOf(one: Annotation): Rect | null {
  if ("start" in one && "end" in one)
    return { x: one.start, y: 0, width: one.end - one.start, height: 1 };
  if ("at" in one) return { x: one.at - MOMENT / 2, y: 0, width: MOMENT, height: 1 };
  if ("keyframes" in one) return around(one.keyframes.flatMap(pointsIn));
  if (!isMark(one)) return null;
  return thick(shapeOf(one).bounds(one));
}

function pointsIn(frame: object): [number, number][] {
  const {
    x,
    y,
    width = 0,
    height = 0,
    points,
  } = frame as Partial<Rect> & { points?: [number, number][] };
  if (points !== undefined) return points;
  return x === undefined || y === undefined
    ? []
    : [
        [x, y],
        [x + width, y + height],
      ];
}

function around(points: readonly (readonly [number, number])[]): Rect {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return thick({ x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y });
}

const thick = ({ x, y, width, height }: Rect): Rect => ({
  x: x - Math.max(0, THIN - width) / 2,
  y: y - Math.max(0, THIN - height) / 2,
  width: Math.max(THIN, width),
  height: Math.max(THIN, height),
});
