/**
 * Tracks: what is seen of them between keyframes, and all that can be done to them. Pure; held with the
 * server to the same recorded cases.
 */
import type { Id } from "../core/ask";
import type { Point } from "../core/doc";
import type { Mark, ShapeKind } from "../core/shapes";
import type { BoxKeyframe, PointKeyframe, PolygonKeyframe, Track } from "./doc";

export type Keyframe = BoxKeyframe | PolygonKeyframe | PointKeyframe;
/** A keyframe on which it is seen. */
export type Placed = Exclude<Keyframe, { outside: true }>;
/** A shape as the numbers that go straight: x, y, width, height; or x, y of each corner. */
export type Numbers = readonly number[];
export type Shown = { numbers: Numbers; occluded: boolean };

const SHAPES: Readonly<Record<string, ShapeKind>> = {
  box_track: "box",
  polygon_track: "polygon",
  point_track: "point",
};
const KINDS = new Map(Object.entries(SHAPES).map(([track, shape]) => [shape as string, track]));

/** What is drawn of a track on one frame; undefined for what is no track. */
export const shapeKind = (kind: string): ShapeKind | undefined => SHAPES[kind];
export const trackKind = (shape: string): Track["kind"] | undefined =>
  KINDS.get(shape) as Track["kind"] | undefined;
export const isTrack = (one: { kind: string }): one is Track => one.kind in SHAPES;
export const isPlaced = (one: Keyframe): one is Placed => one.outside !== true;

export function numbersOf(one: Placed): Numbers {
  if ("points" in one) return one.points.flat();
  return "width" in one ? [one.x, one.y, one.width, one.height] : [one.x, one.y];
}

const pointsOf = (numbers: Numbers): readonly Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, n) => [numbers[2 * n]!, numbers[2 * n + 1]!]);

function placeOf(kind: Track["kind"], numbers: Numbers) {
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  if (kind === "polygon_track") return { points: pointsOf(numbers) };
  return kind === "box_track" ? { x, y, width, height } : { x, y };
}

/** The same outline with `count` corners: each new one on the edge whose pieces are the longest then (the
 * first among equals), its pieces of one length. */
function withMore(numbers: Numbers, count: number): Numbers {
  const points = pointsOf(numbers);
  if (points.length >= count || points.length === 0) return numbers;
  const edges = points.map((from, n) => [from, points[(n + 1) % points.length]!] as const);
  // Not hypot: the server's may round otherwise.
  const long = edges.map(([[a, b], [c, d]]) => Math.sqrt((c - a) * (c - a) + (d - b) * (d - b)));
  const pieces = edges.map(() => 1);
  for (let more = count - points.length; more > 0; more -= 1) {
    let most = 0;
    for (let n = 1; n < edges.length; n += 1)
      if (long[n]! / pieces[n]! > long[most]! / pieces[most]!) most = n;
    pieces[most]! += 1;
  }
  return edges.flatMap(([[a, b], [c, d]], edge) =>
    Array.from({ length: pieces[edge]! }, (_, n) => {
      const share = n / pieces[edge]!;
      return [a + (c - a) * share, b + (d - b) * share];
    }).flat(),
  );
}

/** The shape at `share` (0 to 1) of the way from one to another. */
export function between(one: Numbers, other: Numbers, share: number): Numbers {
  const most = Math.max(one.length, other.length) / 2;
  const [from, to] =
    one.length === other.length ? [one, other] : [withMore(one, most), withMore(other, most)];
  return from.map((a, n) => a + (to[n]! - a) * share);
}

/** The index of the last keyframe at or before a frame; -1 before the first. */
export function lastAt(keyframes: readonly { frame: number }[], frame: number): number {
  let [low, high] = [0, keyframes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyframes[middle]!.frame <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What is seen of a track on a frame; null where it isn't there. */
export function shapeAt(track: Track, frame: number): Shown | null {
  const keyframes: readonly Keyframe[] = track.keyframes;
  const at = lastAt(keyframes, frame);
  const here = keyframes[at];
  if (here === undefined || !isPlaced(here)) return null;
  const after = keyframes[at + 1];
  const numbers = numbersOf(here);
  const occluded = here.occluded === true;
  if (after === undefined || !isPlaced(after) || here.frame === frame) return { numbers, occluded };
  const share = (frame - here.frame) / (after.frame - here.frame);
  return { numbers: between(numbers, numbersOf(after), share), occluded };
}

/** The frames on which it is there, `end` exclusive. */
export function stretchesOf(track: Track, length: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let start: number | null = null;
  for (const one of track.keyframes as readonly Keyframe[])
    if (isPlaced(one)) start ??= one.frame;
    else if (start !== null) {
      found.push({ start, end: one.frame });
      start = null;
    }
  if (start !== null) found.push({ start, end: length });
  return found;
}
type Stretch = { start: number; end: number };

/** The track as a shape of the picture that a frame is; null where it isn't there. */
export function markAt(track: Track, frame: number): Mark | null {
  const shown = shapeAt(track, frame);
  if (shown === null) return null;
  const { keyframes: _, kind, ...rest } = track;
  return { ...rest, kind: shapeKind(kind), ...placeOf(kind, shown.numbers) } as unknown as Mark;
}

const seen = (occluded: boolean) => (occluded ? { occluded: true as const } : {});

/** What a drawn shape says of its frame. */
function keyframeOf(mark: Mark, frame: number, occluded: boolean): Placed {
  if (mark.kind === "polygon") return { frame, points: mark.points, ...seen(occluded) };
  const { x, y } = mark as { x: number; y: number };
  if (mark.kind !== "box") return { frame, x, y, ...seen(occluded) };
  return { frame, x, y, width: mark.width, height: mark.height, ...seen(occluded) };
}

const having = (track: Track, keyframes: readonly Keyframe[]): Track =>
  ({ ...track, keyframes }) as Track;

function withKeyframe(track: Track, one: Keyframe): Track {
  const all: readonly Keyframe[] = track.keyframes;
  const at = lastAt(all, one.frame);
  const same = all[at]?.frame === one.frame;
  return having(track, [...all.slice(0, same ? at : at + 1), one, ...all.slice(at + 1)]);
}

export const keyframeAt = (track: Track, frame: number): Keyframe | undefined => {
  const one = (track.keyframes as readonly Keyframe[])[lastAt(track.keyframes, frame)];
  return one?.frame === frame ? one : undefined;
};

/** A track of what was drawn on a frame. */
export function trackOf(mark: Mark, frame: number): Track {
  const { id, name, attributes, group } = mark;
  return {
    id,
    name,
    class: mark.class,
    kind: trackKind(mark.kind),
    ...(attributes === undefined ? {} : { attributes }),
    ...(group == null ? {} : { group }),
    keyframes: [keyframeOf(mark, frame, false)],
  } as Track;
}

const alike = (one: Numbers, other: Numbers): boolean =>
  one.length === other.length && one.every((value, n) => value === other[n]);

/** A track after its shape on a frame was changed: where it lies elsewhere, the frame is a keyframe; class,
 * attributes and group are the whole track's. */
export function redrawn(track: Track, mark: Mark, frame: number): Track {
  const { kind: _, id: __, name, attributes, group } = mark;
  const { attributes: ___, group: ____, ...bare } = track;
  const next = {
    ...bare,
    name,
    class: mark.class,
    ...(attributes === undefined ? {} : { attributes }),
    ...(group == null ? {} : { group }),
  } as Track;
  const shown = shapeAt(track, frame);
  const one = keyframeOf(mark, frame, shown?.occluded ?? false);
  return shown !== null && alike(shown.numbers, numbersOf(one)) ? next : withKeyframe(next, one);
}

/** With a keyframe where it is seen on a frame. */
export function withKey(track: Track, frame: number): Track {
  const mark = markAt(track, frame);
  if (mark === null || keyframeAt(track, frame) !== undefined) return track;
  return withKeyframe(track, keyframeOf(mark, frame, shapeAt(track, frame)?.occluded ?? false));
}

/** Without the keyframe of a frame; null where nothing would be seen of it any more. */
export function withoutKey(track: Track, frame: number): Track | null {
  const kept = (track.keyframes as readonly Keyframe[]).filter((one) => one.frame !== frame);
  const first = kept.findIndex(isPlaced);
  return first < 0 ? null : having(track, kept.slice(first));
}

/** Gone from a frame on, or, where it is gone, there again as it was last. Nothing before its first. */
export function toggleOutside(track: Track, frame: number): Track {
  const all: readonly Keyframe[] = track.keyframes;
  const at = lastAt(all, frame);
  const here = all[at];
  if (here === undefined) return track;
  if (isPlaced(here)) {
    // On its first frame there would be nothing left to begin with.
    if (at === 0 && here.frame === frame) return track;
    return withKeyframe(track, { frame, outside: true });
  }
  if (here.frame === frame) return withoutKey(track, frame) ?? track;
  const last = all.slice(0, at).findLast(isPlaced);
  return last === undefined ? track : withKeyframe(track, { ...last, frame });
}

/** Hidden by something from a frame on, or seen again. */
export function toggleOccluded(track: Track, frame: number): Track {
  const shown = shapeAt(track, frame);
  if (shown === null) return track;
  const here = keyframeAt(withKey(track, frame), frame) as Placed;
  const { occluded: _, ...rest } = here;
  return withKeyframe(track, { ...rest, ...seen(!shown.occluded) } as Placed);
}

/** Two of one: it ends where the other begins. Null where one of them would have nothing. */
export function split(track: Track, frame: number, id: Id): readonly [Track, Track] | null {
  const all: readonly Keyframe[] = track.keyframes;
  if (frame <= all[0]!.frame) return null;
  const here = withKey(track, frame);
  const later = (here.keyframes as readonly Keyframe[]).filter((one) => one.frame >= frame);
  const first = later.findIndex(isPlaced);
  if (first < 0) return null;
  // Before it is gone it would stand still: the last frame on which it is seen says where it is then.
  const ending = withKey(track, frame - 1).keyframes as readonly Keyframe[];
  const before = ending.filter((one) => one.frame < frame);
  const ended = before.at(-1)?.outside === true ? before : [...before, outsideAt(frame)];
  return [having(track, ended), { ...having(here, later.slice(first)), id }];
}
const outsideAt = (frame: number): Keyframe => ({ frame, outside: true });

/** One of two of a kind: each is seen where it was; where both are, the later one. Between them, where there
 * is a gap, nothing is seen. */
export function merge(one: Track, other: Track): Track | null {
  if (one.kind !== other.kind) return null;
  const [first, second] =
    one.keyframes[0]!.frame <= other.keyframes[0]!.frame ? [one, other] : [other, one];
  const from = second.keyframes[0]!.frame;
  const before = (first.keyframes as readonly Keyframe[]).filter((each) => each.frame < from);
  const last = before.at(-1);
  // It would go straight on to the other, if it were not said to stay where it was seen last.
  const held =
    last !== undefined && isPlaced(last) && first.keyframes.length > before.length
      ? [...before, ...heldAt(first, from - 1, last.frame)]
      : before;
  if (held.length === 0) return { ...second, id: one.id };
  return { ...having(first, [...held, ...second.keyframes]), id: one.id };
}
function heldAt(track: Track, frame: number, after: number): readonly Keyframe[] {
  const mark = frame > after ? markAt(track, frame) : null;
  return mark === null ? [] : [keyframeOf(mark, frame, shapeAt(track, frame)?.occluded ?? false)];
}

/** As it is seen on a frame for the next `count` frames too: what was said of those goes. */
export function copyOn(track: Track, frame: number, count: number, length: number): Track {
  const here = withKey(track, frame);
  const place = keyframeAt(here, frame);
  if (place === undefined || !isPlaced(place)) return track;
  const end = Math.min(frame + count, length - 1);
  if (end <= frame) return track;
  const kept = (here.keyframes as readonly Keyframe[]).filter(
    (one) => one.frame <= frame || one.frame > end,
  );
  return withKeyframe(having(here, kept), { ...place, frame: end });
}

const numbered = new WeakMap<object, ReadonlyMap<Id, number>>();

/** Which of its class a track is, counted from 1 in the order of the answer. */
export function ordinals(answer: {
  annotations: readonly { kind: string }[];
}): ReadonlyMap<Id, number> {
  const known = numbered.get(answer);
  if (known !== undefined) return known;
  const counted = new Map<string, number>();
  const found = new Map<Id, number>();
  for (const one of answer.annotations.filter(isTrack)) {
    const key = `${one.name}\n${one.class}`;
    const n = (counted.get(key) ?? 0) + 1;
    counted.set(key, n);
    found.set(one.id, n);
  }
  numbered.set(answer, found);
  return found;
}

/** The next keyframe of any of the tracks, after a frame or before it. */
export function nextKey(tracks: readonly Track[], frame: number, way: 1 | -1): number | null {
  let best: number | null = null;
  for (const { keyframes } of tracks) {
    const at = lastAt(keyframes, way > 0 ? frame : frame - 1);
    const one = keyframes[way > 0 ? at + 1 : at]?.frame;
    if (one !== undefined && (best === null || (one - best) * way < 0)) best = one;
  }
  return best;
}
