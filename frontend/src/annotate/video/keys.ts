import { isClockLabel, isSegment, isSegmentLabel, markOf } from "../clock/doc";
import { CLOCK_ACTS } from "../clock/keys";
import type { Act, Handler, Handlers } from "../core/keymap";
import type { VideoActs } from "./acts";
import type { Core } from "./editor";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });
const held = (id: string, group: string, ...keys: string[]): Act => ({
  ...act(id, group, ...keys),
  repeat: true,
});

/** What keys do in a video beside those that every editor has; the words are `acts.<id>` of
 * `annotate-video`. */
const OWN: readonly Act[] = [
  act("video.play", "play", "Space"),
  held("video.back", "play", "KeyD"),
  held("video.on", "play", "KeyF"),
  held("video.far_back", "play", "Shift+KeyD"),
  held("video.far_on", "play", "Shift+KeyF"),
  held("video.key_back", "play", "KeyE"),
  held("video.key_on", "play", "KeyR"),
  act("video.key", "edit", "KeyK"),
  act("video.outside", "edit", "KeyT"),
  act("video.occluded", "edit", "KeyQ"),
  act("video.split", "edit", "KeyX"),
  act("video.merge", "edit", "KeyM"),
  act("video.copy_on", "edit", "KeyW"),
  held("video.time_near", "view", "Alt+Equal"),
  held("video.time_far", "view", "Alt+Minus"),
  act("video.time_fit", "view", "Alt+Digit0"),
  // Steps have the key that this one has elsewhere.
  act("zoom.selected", "view", "Shift+Digit0"),
];
/** Of the clock's, with other keys where tools of the picture have theirs. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "clock.play": ["KeyP"],
  "clock.begin": ["Shift+KeyI"],
  "clock.finish": ["Shift+KeyO"],
  "clock.event": ["Shift+KeyE"],
};
const CLOCKS = new Set([
  "clock.fine_back",
  "clock.fine_on",
  "clock.loop",
  "clock.home",
  "clock.end",
  "clock.slower",
  "clock.faster",
  "clock.page_back",
  "clock.page_on",
  "clock.begin",
  "clock.finish",
  "clock.event",
  "clock.start_here",
  "clock.end_here",
  "clock.start_back",
  "clock.start_on",
  "clock.end_back",
  "clock.end_on",
]);
/** Where nothing is drawn, no tool has its key, and what inspectors decide has the one of `video.play`. */
const READING = "clock.play";
/** Of the picture's. */
const FRAMES =
  /^(tool\.|cursor\.|size|select\.all|hide\.|zoom\.(in|out|fit)|crosshair|group|select\.group|add$)/;

export const VIDEO_ACTS: readonly Act[] = [
  ...CLOCK_ACTS.filter(({ id }) => CLOCKS.has(id) || id === READING).map((one) => ({
    ...one,
    keys: KEYS[one.id] ?? one.keys,
  })),
  ...OWN,
];

const NEARER = 1.5;

export function handlersOf(core: Core, acts: VideoActs): Handlers {
  const { clock, frame } = core;
  const labels: readonly { kind: string }[] = clock.schema.labels;
  const own = (done: boolean): boolean => done || !clock.get().readOnly;
  const of = (from: Handlers, id: string): Handler => {
    const handler = from[id];
    return typeof handler === "function" ? handler : () => false;
  };
  const taken = (from: Handlers, ids: (id: string) => boolean): Handlers =>
    Object.fromEntries(Object.entries(from).filter(([id]) => ids(id)));
  const segment = () => {
    const one = markOf(clock.get().answer, clock.get().selected[0]);
    return one !== undefined && isSegment(one);
  };
  // Edges of what is selected on the clock; the same keys change the size of shapes.
  const edges = Object.fromEntries(
    ["clock.start_back", "clock.start_on", "clock.end_back", "clock.end_on"].map((id) => [
      id,
      () => segment() && of(clock.handlers, id)(),
    ]),
  );
  const arrow = (id: string, by: number) => () => of(frame.handlers, id)() || acts.step(by);
  const cursor = frame.keyCursor;
  const hasTracks = frame.tools.some((id) => ["box", "polygon", "point"].includes(id));
  return {
    ...taken(frame.handlers, (id) => FRAMES.test(id)),
    ...taken(clock.handlers, (id) => CLOCKS.has(id) || (id === READING && clock.get().readOnly)),
    ...(labels.some(isSegmentLabel) && edges),
    ...Object.fromEntries(
      clock.choices.slice(0, 9).map((_, n) => [`label.${n + 1}`, () => acts.pick(n)] as const),
    ),
    finish: of(frame.handlers, "finish"),
    cancel() {
      const { begun, pulled, linking } = clock.get();
      if (begun !== null || pulled !== null || linking !== null)
        return of(clock.handlers, "cancel")();
      if (of(frame.handlers, "cancel")() !== false) return true;
      return clock.player.loop.get() !== null && of(clock.handlers, "cancel")();
    },
    undo: () => own(frame.undo()),
    redo: () => own(frame.redo()),
    delete: () => acts.remove(),
    duplicate: () => own(acts.duplicate()),
    "select.next": () => acts.selectNext(1),
    "select.previous": () => acts.selectNext(-1),
    "zoom.selected"() {
      const [id] = clock.get().selected;
      if (id === undefined) return false;
      acts.zoomTo(id);
      return true;
    },
    "move.left": arrow("move.left", -1),
    "move.right": arrow("move.right", 1),
    "move.up": of(frame.handlers, "move.up"),
    "move.down": of(frame.handlers, "move.down"),
    "move_far.left": arrow("move_far.left", -10),
    "move_far.right": arrow("move_far.right", 10),
    "move_far.up": of(frame.handlers, "move_far.up"),
    "move_far.down": of(frame.handlers, "move_far.down"),
    "video.play": {
      // The pointer that keys move is pressed by the same key.
      down: () => (cursor.isOn() ? cursor.press() : clock.playPause()),
      up: cursor.release,
    },
    "video.back": () => acts.step(-1),
    "video.on": () => acts.step(1),
    "video.far_back": () => acts.step(-10),
    "video.far_on": () => acts.step(10),
    "video.time_near": () => clock.zoomBy(NEARER),
    "video.time_far": () => clock.zoomBy(1 / NEARER),
    "video.time_fit": () => clock.fit(),
    ...(hasTracks && {
      "video.key_back": () => acts.toKey(-1),
      "video.key_on": () => acts.toKey(1),
      "video.key": () => own(acts.toggleKey()),
      "video.outside": () => own(acts.toggleOutside()),
      "video.occluded": () => own(acts.toggleOccluded()),
      "video.copy_on": () => own(acts.copyOn()),
    }),
    ...((hasTracks || labels.some(isClockLabel)) && {
      "video.split": () => own(acts.split()),
      "video.merge": () => own(acts.merge()),
    }),
  };
}
