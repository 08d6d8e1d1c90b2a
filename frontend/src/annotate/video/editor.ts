/**
 * One video being worked on. What lies on its clock, the answer and its history are the clock's editor's;
 * the frame that is seen is a picture with shapes, which the picture's editor draws and changes: what it
 * keeps becomes keyframes here.
 */

import { type ClockEditor, type ClockOptions, createClockEditor } from "../clock/editor";
import {
  type Annotation,
  type Answer,
  type Id,
  isMark,
  type Mark,
  readSchema,
  type Schema,
} from "../core/doc";
import type { Handlers } from "../core/keymap";
import { createEditor, type Editor } from "../image/acts";
import type { Moving } from "../image/editor";
import type { MediaSource } from "../media";
import { numberAs } from "../names";
import { actsOf, type VideoActs } from "./acts";
import { TRACK_CHECKS, type VideoSize } from "./checks";
import type { Track } from "./doc";
import { createFilm, type Film } from "./film";
import { handlersOf } from "./keys";
import { isTrack, markAt, ordinals, redrawn, shapeKind, trackOf } from "./tracks";

/** What the acts of tracks work on. */
export type Core = {
  readonly source: MediaSource<"video">;
  readonly clock: ClockEditor;
  /** The frame that is seen, as a picture with shapes. */
  readonly frame: Editor;
  readonly film: Film;
  tracks: () => readonly Track[];
  trackOf: (id: Id) => Track | undefined;
  /** The shape that a track has on the frame that is seen; made once for it. */
  markOf: (track: Track) => Mark | null;
};
export type VideoEditor = Omit<ClockEditor, keyof VideoActs | "handlers"> &
  Core &
  VideoActs & { readonly handlers: Handlers };

/** The questions as those of a picture: in their order, so that classes keep their keys and colours. */
const asPicture = (schema: Schema): Schema =>
  ({
    modality: "picture",
    labels: schema.labels.map((label) => ({ ...label, kind: shapeKind(label.kind) ?? label.kind })),
  }) as unknown as Schema;

/** The film as the picture's engine paints it. */
const movingOf = (film: Film): Moving => ({
  bitmap: () => film.canvas,
  need() {},
  release() {},
  subscribe: film.shown.subscribe,
});

/** `schema` and `answer` are the API's JSON; `answer` may be null. The film is fetched once it is held. */
export function createVideoEditor(
  json: unknown,
  source: MediaSource<"video">,
  answer: unknown = null,
  options: ClockOptions = {},
  film: Film = createFilm(source),
): VideoEditor {
  const schema = readSchema(json);
  const { facts, name } = source;
  const { place } = options;
  const size: VideoSize = {
    length: facts.length,
    width: facts.width,
    height: facts.height,
    frames: true,
  };
  const second = Math.max(1, Math.round(facts.rate[0] / facts.rate[1]));
  const clock = createClockEditor(
    schema,
    {
      modality: "video",
      name,
      facts: size,
      player: film,
      format: (place) => String(Math.round(place)),
      reach: { step: 1, far: 10, fine: 1, made: second },
      checks: TRACK_CHECKS,
    },
    answer,
    options,
  );

  /** What the picture's editor was given last, and of which frame. */
  let given: { answer: Answer; frame: number; of: Answer } | null = null;
  const made = new WeakMap<Track, { frame: number; mark: Mark | null }>();
  const seen = () => (film.shown.get() < 0 ? film.time.get() : film.shown.get());
  const tracksOf = (of: Answer): readonly Track[] => of.annotations.filter(isTrack);
  let listed: { of: Answer; tracks: readonly Track[]; byId: Map<Id, Track> } | null = null;
  const list = () => {
    const of = clock.get().answer;
    if (listed?.of !== of) {
      const tracks = tracksOf(of);
      listed = { of, tracks, byId: new Map(tracks.map((one) => [one.id, one])) };
    }
    return listed;
  };
  const markOn = (track: Track, frame: number): Mark | null => {
    const known = made.get(track);
    if (known?.frame === frame) return known.mark;
    const mark = markAt(track, frame);
    made.set(track, { frame, mark });
    return mark;
  };

  /** What was said of one frame, as it is kept of the video. */
  const kept = (next: Answer, frame: number): Answer => {
    const before = clock.answer();
    const now = new Map(next.annotations.map((one) => [one.id, one]));
    const old = new Map(given?.answer.annotations.map((one) => [one.id, one]));
    const annotations = before.annotations.flatMap((one): readonly Annotation[] => {
      const after = now.get(one.id);
      now.delete(one.id);
      // Of a track that is not seen on this frame nothing was said.
      if (after === undefined) return old.has(one.id) ? [] : [one];
      if (!isTrack(one)) return [after];
      return after === old.get(one.id) || !isMark(after) ? [one] : [redrawn(one, after, frame)];
    });
    const fresh = [...now.values()].map((one) => (isMark(one) ? trackOf(one, frame) : one));
    const all = [...annotations, ...fresh];
    const same =
      all.length === before.annotations.length &&
      all.every((one, n) => one === before.annotations[n]);
    return same ? before : { ...before, annotations: all };
  };
  const frame = createEditor(
    asPicture(schema),
    { width: facts.width, height: facts.height, url: "", name, moving: movingOf(film) },
    { modality: "picture", annotations: [] },
    {
      ...(options.readOnly === undefined ? {} : { readOnly: options.readOnly }),
      // A spot is on the frame that is seen.
      ...(place !== undefined && { place: (spot) => place({ ...spot, at: seen() }) }),
      keeper: {
        commit(next, selected, kind) {
          const at = given?.frame ?? seen();
          const whole = kept(next, at);
          // The same movement on another frame is another.
          clock.commit(whole, selected, kind === undefined ? undefined : `${kind} on ${at}`);
          feed(true);
        },
        travel: (way) => clock.travel(way),
      },
    },
  );

  /** Gives the picture's editor what is seen now. */
  let feeding = false;
  function feed(anew = false): void {
    const of = clock.get().answer;
    const { selected } = clock.get();
    const at = seen();
    if (!anew && given?.of === of && given.frame === at) return;
    const annotations = of.annotations.flatMap((one): readonly Annotation[] => {
      if (!isTrack(one)) return [one];
      const mark = markOn(one, at);
      return mark === null ? [] : [mark];
    });
    given = { answer: { modality: "picture", annotations }, frame: at, of };
    numberAs(given.answer, ordinals(of));
    feeding = true;
    frame.take(given.answer, selected);
    feeding = false;
    suggest();
  }
  /** What is suggested, as it is on the frame. */
  let hinted: { of: unknown; frame: number } | null = null;
  function suggest(): void {
    const { suggested } = clock.get();
    const at = seen();
    if (hinted?.of === suggested && (suggested === null || hinted.frame === at)) return;
    hinted = { of: suggested, frame: at };
    const marks = suggested?.marks.flatMap((one) => {
      const mark = isTrack(one) ? markOn(one, at) : null;
      return mark === null ? [] : [mark];
    });
    frame.patch({ suggested: suggested === null ? null : { ...suggested, marks: marks ?? [] } });
  }

  const core: Core = {
    source,
    clock,
    frame,
    film,
    tracks: () => list().tracks,
    trackOf: (id) => list().byId.get(id),
    markOf: (track) => markOn(track, seen()),
  };
  // What is made next is of the first class, wherever that is.
  clock.patch({ choice: frame.get().choice });
  film.shown.subscribe(() => feed());
  film.time.subscribe(() => feed());
  clock.subscribe(() => {
    const { selected, canUndo, canRedo, readOnly, shapes, choice } = clock.get();
    feed();
    suggest();
    const now = frame.get();
    feeding = true;
    if (now.selected !== selected) frame.hands.select(selected);
    if (now.canUndo !== canUndo || now.canRedo !== canRedo) frame.patch({ canUndo, canRedo });
    if (now.readOnly !== readOnly) frame.setReadOnly(readOnly);
    if (now.shapes !== shapes) frame.patch({ shapes });
    if (now.choice !== choice) frame.patch({ choice });
    feeding = false;
  });
  frame.subscribe(() => {
    if (feeding) return;
    const { selected, shapes } = frame.get();
    if (selected !== clock.get().selected) clock.select(selected);
    if (shapes !== clock.get().shapes) clock.patch({ shapes });
  });
  feed(true);

  const acts = actsOf(core);
  // The picture's own parts press on classes and select too.
  frame.pick = acts.pick;
  frame.relabel = acts.relabel;
  frame.reveal = acts.reveal;
  frame.zoomTo = acts.zoomTo;
  frame.remove = acts.remove;
  const editor = { ...clock, ...core, ...acts };
  return { ...editor, handlers: handlersOf(core, acts) };
}
