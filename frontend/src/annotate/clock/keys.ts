import type { Label } from "../core/doc";
import type { Act, Handlers } from "../core/keymap";
import type { Acts } from "./acts";
import { pan } from "./axis";
import { isClockLabel, isSegmentLabel, speakersOf } from "./doc";
import type { Core } from "./editor";
import { otherRate } from "./player";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });
const held = (id: string, group: string, ...keys: string[]): Act => ({
  ...act(id, group, ...keys),
  repeat: true,
});

/** How many speakers have a key. */
export const SPEAKER_KEYS = 9;

/** What keys do on a clock beside those that every editor has, before somebody gives them others. The words
 * are `acts.<id>` of `annotate-clock`. */
export const CLOCK_ACTS: readonly Act[] = [
  act("clock.play", "play", "Space", "KeyP"),
  act("clock.loop", "play", "KeyL"),
  held("clock.back", "play", "ArrowLeft"),
  held("clock.on", "play", "ArrowRight"),
  held("clock.far_back", "play", "Shift+ArrowLeft"),
  held("clock.far_on", "play", "Shift+ArrowRight"),
  held("clock.fine_back", "play", "Semicolon"),
  held("clock.fine_on", "play", "Quote"),
  act("clock.home", "play", "Home"),
  act("clock.end", "play", "End"),
  act("clock.slower", "play", "Shift+Comma"),
  act("clock.faster", "play", "Shift+Period"),
  act("clock.add", "edit", "KeyB"),
  act("clock.begin", "edit", "KeyI"),
  act("clock.finish", "edit", "KeyO"),
  act("clock.event", "edit", "KeyV"),
  act("clock.split", "edit", "KeyC", "Mod+Slash"),
  act("clock.merge", "edit", "KeyM"),
  act("clock.link", "edit", "Shift+KeyL"),
  act("clock.start_here", "place", "BracketLeft"),
  act("clock.end_here", "place", "BracketRight"),
  held("clock.start_back", "place", "Alt+Shift+ArrowLeft"),
  held("clock.start_on", "place", "Alt+Shift+ArrowRight"),
  held("clock.end_back", "place", "Alt+ArrowLeft"),
  held("clock.end_on", "place", "Alt+ArrowRight"),
  held("clock.nudge_back", "place", "Mod+ArrowLeft"),
  held("clock.nudge_on", "place", "Mod+ArrowRight"),
  held("clock.page_back", "view", "PageUp"),
  held("clock.page_on", "view", "PageDown"),
  ...Array.from({ length: SPEAKER_KEYS }, (_, n) =>
    act(`clock.speaker.${n + 1}`, "labels", `Shift+Digit${n + 1}`),
  ),
];

/** Zooming by a key. */
const NEARER = 1.5;

export function handlersOf(editor: Core & Acts): Handlers {
  const { get, patch, player, reach, axis } = editor;
  // A key with nothing to do is still the editor's, where there is something to edit: the browser
  // would go back a page by it, or keep a bookmark.
  const own = (done: boolean): boolean => done || !get().readOnly;
  const labels: readonly Label[] = editor.schema.labels;
  const kinds = labels.filter(isClockLabel);
  const segments = labels.filter(isSegmentLabel);
  const speakers = speakersOf(editor.schema);
  const page = (way: 1 | -1) => axis.set(pan(axis.get(), way * axis.get().width * 0.8));
  const selected = () => get().selected[0];
  return {
    ...Object.fromEntries(
      editor.choices
        .slice(0, 9)
        .map((one) => [`label.${one.index + 1}`, () => editor.pick(one.index)]),
    ),
    undo: () => own(editor.undo()),
    redo: () => own(editor.redo()),
    cancel() {
      if (get().linking !== null) patch({ linking: null });
      else if (get().begun !== null) patch({ begun: null });
      else if (player.loop.get() !== null) player.setLoop(null);
      else if (get().selected.length > 0 || get().pulled !== null) editor.select([]);
      else return false;
      return true;
    },
    "clock.play": editor.playPause,
    "clock.loop": editor.loop,
    "clock.back": () => editor.seekBy(-reach.step),
    "clock.on": () => editor.seekBy(reach.step),
    "clock.far_back": () => editor.seekBy(-reach.far),
    "clock.far_on": () => editor.seekBy(reach.far),
    "clock.fine_back": () => editor.seekBy(-reach.fine),
    "clock.fine_on": () => editor.seekBy(reach.fine),
    "clock.home": () => player.seek(0),
    "clock.end": () => player.seek(player.length),
    "clock.slower": () => player.setRate(otherRate(player.rate.get(), -1)),
    "clock.faster": () => player.setRate(otherRate(player.rate.get(), 1)),
    "clock.page_back": () => page(-1),
    "clock.page_on": () => page(1),
    "zoom.in": () => editor.zoomBy(NEARER),
    "zoom.out": () => editor.zoomBy(1 / NEARER),
    "zoom.fit": () => editor.fit(),
    "zoom.selected"() {
      const id = selected();
      if (id === undefined) return false;
      editor.zoomTo(id);
      return true;
    },
    ...(kinds.length > 0 && {
      delete: () => editor.remove(),
      "select.next": () => editor.selectNext(1),
      "select.previous": () => editor.selectNext(-1),
      "hide.all": () => patch({ shapes: !get().shapes }),
      group: () => editor.group(),
      "clock.nudge_back": () => own(editor.nudge(-reach.fine)),
      "clock.nudge_on": () => own(editor.nudge(reach.fine)),
      "clock.add": () => own(editor.addHere()),
    }),
    ...(kinds.length > segments.length && {
      "clock.event": () => own(editor.addEvent() !== null),
    }),
    ...(segments.length > 0 && {
      "clock.begin": () => own(editor.begin()),
      "clock.finish": () => own(editor.finish()),
      "clock.split": () => own(editor.split()),
      "clock.merge": () => own(editor.merge()),
      "clock.start_here": () => own(editor.moveEdge("start")),
      "clock.end_here": () => own(editor.moveEdge("end")),
      "clock.start_back": () => own(editor.moveEdge("start", -reach.fine)),
      "clock.start_on": () => own(editor.moveEdge("start", reach.fine)),
      "clock.end_back": () => own(editor.moveEdge("end", -reach.fine)),
      "clock.end_on": () => own(editor.moveEdge("end", reach.fine)),
      ...Object.fromEntries(
        speakers
          .slice(0, SPEAKER_KEYS)
          .map((one, at) => [`clock.speaker.${at + 1}`, () => editor.speak(one.id)]),
      ),
    }),
    ...(editor.schema.labels.some((one) => one.kind === "relation") && {
      "clock.link": () => own(editor.link()),
    }),
  };
}
