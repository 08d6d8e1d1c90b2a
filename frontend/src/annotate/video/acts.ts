/** Everything that a person can do to tracks, by whatever means: keys, buttons, list, timeline. */
import { markOf as clockMarkOf, endOf, isSegment, startOf } from "../clock/doc";
import { answered, valuesOf } from "../core/attributes";
import { type Annotation, type Answer, type Id, type Mark, newId, put } from "../core/doc";
import { shapeOf } from "../core/shapes";
import type { Track, TrackLabel } from "./doc";
import type { Core } from "./editor";
import {
  copyOn,
  isPlaced,
  type Keyframe,
  keyframeAt,
  merge,
  nextKey,
  redrawn,
  shapeKind,
  split,
  stretchesOf,
  toggleOccluded,
  toggleOutside,
  trackOf,
  withKey,
  withoutKey,
} from "./tracks";

/** How many frames a shape is copied on, until somebody says otherwise. */
export const COPIED = 10;

export type VideoActs = {
  replace: (answer: Answer) => void;
  setReadOnly: (readOnly: boolean) => void;
  select: (ids: readonly Id[]) => void;
  selectNext: (step: 1 | -1) => boolean;
  remove: (ids?: readonly Id[]) => boolean;
  pick: (index: number) => boolean;
  relabel: (ids: readonly Id[], index: number) => boolean;
  /** Brings it to the eye: goes to a frame on which it is seen. */
  reveal: (id: Id) => void;
  zoomTo: (id: Id) => void;
  duplicate: () => boolean;
  /** Frames on or back; what plays stops. */
  step: (by: number) => boolean;
  goTo: (frame: number) => void;
  /** The next keyframe of what is selected, else of any track. */
  toKey: (way: 1 | -1) => boolean;
  /** A keyframe of what is selected here; where there is one, it goes. */
  toggleKey: (ids?: readonly Id[]) => boolean;
  removeKey: (id: Id, frame: number) => boolean;
  toggleOutside: (ids?: readonly Id[]) => boolean;
  toggleOccluded: (ids?: readonly Id[]) => boolean;
  /** Cuts what is selected in two here: tracks, or the segment. */
  split: () => boolean;
  /** Makes one of two selected tracks, or of segments. */
  merge: () => boolean;
  /** As it is seen here also on the next frames; goes there. */
  copyOn: (count?: number) => boolean;
  /** Another number of a shape here: makes a keyframe. */
  redraw: (mark: Mark) => boolean;
};

export function actsOf(core: Core): VideoActs {
  const { clock, frame, film } = core;
  const { get, choices } = clock;
  const open = () => !get().readOnly;
  const now = () => film.time.get();
  const chosen = (ids: readonly Id[] = get().selected): readonly Track[] =>
    ids.map(core.trackOf).filter((one) => one !== undefined);
  const keep = (ones: readonly Annotation[], selected?: readonly Id[], kind?: string) =>
    clock.commit(put(get().answer, ...(ones as never[])), selected, kind);
  /** Changes tracks; false where nothing of them changes. */
  const change = (
    ids: readonly Id[] | undefined,
    to: (track: Track) => Track | null,
    said: string,
  ): boolean => {
    const tracks = chosen(ids);
    if (!open() || tracks.length === 0) return false;
    frame.tool().cancel(frame.hands);
    const next = tracks.flatMap((one) => {
      const made = to(one);
      return made === null || made === one ? [] : [made];
    });
    if (next.length === 0) return false;
    keep(next);
    clock.say(said);
    return true;
  };

  // The picture's own, before ours take their place.
  const { reveal: intoView, zoomTo: near } = frame;
  const acts: VideoActs = {
    replace(answer) {
      frame.tool().cancel(frame.hands);
      clock.replace(answer);
    },
    setReadOnly(readOnly) {
      clock.setReadOnly(readOnly);
    },
    select(ids) {
      clock.select(ids);
      frame.hands.select(ids);
    },
    selectNext(step) {
      const there = core.tracks().filter((one) => core.markOf(one) !== null);
      const all = there.length > 0 ? there : core.tracks();
      if (all.length === 0) return clock.selectNext(step);
      const at = all.findIndex((one) => one.id === get().selected[0]);
      const start = at < 0 && step < 0 ? 0 : at;
      const next = all[(start + step + all.length) % all.length]!;
      acts.select([next.id]);
      acts.reveal(next.id);
      return true;
    },
    remove(ids = get().selected) {
      if (frame.tool().act?.(frame.hands, "delete") === true) return true;
      frame.tool().cancel(frame.hands);
      return clock.remove(ids);
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      const shape = shapeKind(choice.label.kind);
      clock.patch({ choice: index });
      if (shape === undefined) {
        frame.patch({ choice: index });
        return clock.pick(index);
      }
      frame.patch({ choice: index });
      const fresh = frame.drawn() !== null && frame.drawn() === get().selected[0];
      // A shape that has just been drawn keeps its class: the key is meant for the next one.
      if (!fresh) acts.relabel(get().selected, index);
      if (frame.get().tool !== "select" && frame.get().tool !== shape) frame.setTool(shape);
      return true;
    },
    relabel(ids, index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      const label = choice.label as unknown as TrackLabel;
      const tracks = chosen(ids).filter((one) => one.kind === label.kind);
      if (tracks.length === 0) return false;
      const asked = label.attributes ?? [];
      const known = new Set(asked.map((one) => one.name));
      keep(
        tracks.map((one) => {
          const had = Object.entries(valuesOf(one)).filter(([name]) => known.has(name));
          const attributes = answered(asked, choice.class.id, Object.fromEntries(had));
          const values = one.attributes === undefined ? {} : { attributes };
          return { ...one, name: label.name, class: choice.class.id, ...values };
        }),
      );
      clock.say("relabelled");
      return true;
    },
    reveal(id) {
      const track = core.trackOf(id);
      const mark = track === undefined ? clockMarkOf(get().answer, id) : undefined;
      if (track !== undefined) {
        const there = stretchesOf(track, film.length);
        const here = there.some((one) => one.start <= now() && now() < one.end);
        const nearest = (one: { start: number; end: number }) =>
          now() < one.start ? one.start : one.end - 1;
        if (!here && there.length > 0)
          film.seek(
            there
              .map(nearest)
              .reduce((a, b) => (Math.abs(b - now()) < Math.abs(a - now()) ? b : a)),
          );
        const shape = core.markOf(track);
        if (shape !== null) intoView(id);
      } else if (mark !== undefined) {
        const inside = isSegment(mark) && startOf(mark) <= now() && now() < endOf(mark);
        if (!inside) film.seek(startOf(mark));
        clock.reveal(id);
      }
    },
    zoomTo(id) {
      acts.reveal(id);
      if (core.trackOf(id) === undefined) clock.zoomTo(id);
      else near(id);
    },
    duplicate() {
      const tracks = chosen();
      if (!open() || tracks.length === 0) return false;
      const aside = Math.max(4, Math.round(12 / frame.view.get().scale));
      const copies = tracks.map((one) => moved({ ...one, id: newId(), group: null }, aside));
      keep(
        copies,
        copies.map((one) => one.id),
      );
      clock.say("duplicated");
      return true;
    },
    step(by) {
      film.pause();
      film.seek(now() + by);
      return true;
    },
    goTo(to) {
      film.pause();
      film.seek(to);
    },
    toKey(way) {
      const tracks = chosen();
      const to = nextKey(tracks.length > 0 ? tracks : core.tracks(), now(), way);
      if (to === null) return false;
      acts.goTo(to);
      return true;
    },
    toggleKey: (ids) =>
      change(
        ids,
        (one) =>
          keyframeAt(one, now()) === undefined ? withKey(one, now()) : withoutKey(one, now()),
        chosen(ids).every((one) => keyframeAt(one, now()) !== undefined) ? "unkeyed" : "keyed",
      ),
    removeKey: (id, at) => change([id], (one) => withoutKey(one, at), "unkeyed"),
    toggleOutside: (ids) => change(ids, (one) => toggleOutside(one, now()), "outside"),
    toggleOccluded: (ids) => change(ids, (one) => toggleOccluded(one, now()), "occluded"),
    split() {
      const tracks = chosen();
      if (tracks.length === 0) return clock.split();
      if (!open()) return false;
      const parts = tracks.flatMap((one) => split(one, now(), newId()) ?? []);
      if (parts.length === 0) return false;
      const ids = parts.filter((_, n) => n % 2 === 1).map((one) => one.id);
      keep(parts, ids);
      clock.say("split");
      return true;
    },
    merge() {
      const tracks = chosen();
      if (tracks.length === 0) return clock.merge();
      const [one, other, more] = tracks;
      if (!open() || one === undefined || other === undefined || more !== undefined) return false;
      const made = merge(one, other);
      if (made === null) return false;
      const annotations = get().answer.annotations.flatMap((each): readonly Annotation[] => {
        if (each.id === other.id) return [];
        // What was said of the other is now said of the one.
        if (each.kind === "relation") {
          const end = (id: Id) => (id === other.id ? one.id : id);
          const next = { ...each, from: end(each.from), to: end(each.to) };
          return next.from === next.to ? [] : [next];
        }
        return [each.id === one.id ? made : each];
      });
      clock.commit({ ...get().answer, annotations }, [one.id]);
      clock.say("merged");
      return true;
    },
    copyOn(count = COPIED) {
      const done = change(undefined, (one) => copyOn(one, now(), count, film.length), "copied_on");
      if (done) acts.goTo(Math.min(now() + count, film.length - 1));
      return done;
    },
    redraw(mark) {
      const track = core.trackOf(mark.id);
      if (track === undefined || !open()) return false;
      keep([redrawn(track, mark, now())], undefined, `redraw ${mark.id} on ${now()}`);
      return true;
    },
  };

  /** Every shape of it aside, as far as the picture allows. */
  function moved(track: Track, by: number): Track {
    const size = frame.picture;
    const keyframes = (track.keyframes as readonly Keyframe[]).map((one) => {
      if (!isPlaced(one)) return one;
      const mark = core.markOf({ ...track, keyframes: [{ ...one, frame: 0 }] } as Track);
      if (mark === null) return one;
      const next = trackOf(shapeOf(mark).move(mark, by, by, size), one.frame).keyframes[0];
      return { ...one, ...next } as Keyframe;
    });
    return { ...track, keyframes } as Track;
  }
  return acts;
}
