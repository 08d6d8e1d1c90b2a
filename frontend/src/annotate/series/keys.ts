import type { Act, Handlers } from "../core/keymap";
import type { SeriesEditor } from "./editor";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });
const held = (id: string, group: string, ...keys: string[]): Act => ({
  ...act(id, group, ...keys),
  repeat: true,
});

/** What keys do to channels and epochs, beside those of every clock. The words are `acts.<id>` of
 * `annotate-clock`. */
export const SERIES_ACTS: readonly Act[] = [
  held("series.channel_up", "view", "ArrowUp"),
  held("series.channel_down", "view", "ArrowDown"),
  held("series.nearer", "view", "Shift+ArrowUp"),
  held("series.farther", "view", "Shift+ArrowDown"),
  act("series.fit", "view", "KeyW"),
  act("series.raise", "view", "Alt+ArrowUp"),
  act("series.lower", "view", "Alt+ArrowDown"),
  act("series.hide", "view", "KeyH"),
  act("series.show", "view", "KeyY"),
];
export const EPOCH_ACTS: readonly Act[] = [act("series.next_open", "play", "KeyQ")];

const NEARER = 1.25;
/** Nothing is played here. */
const PLAYED = new Set(["clock.play", "clock.loop", "clock.slower", "clock.faster"]);

export function seriesHandlers(editor: SeriesEditor): Handlers {
  const { epochs } = editor;
  const own = Object.entries(editor.handlers).filter(([id]) => !PLAYED.has(id));
  return {
    ...Object.fromEntries(own),
    "series.channel_up": () => editor.nextChannel(-1),
    "series.channel_down": () => editor.nextChannel(1),
    "series.nearer": () => editor.zoomChannel(NEARER),
    "series.farther": () => editor.zoomChannel(1 / NEARER),
    "series.fit": () => editor.fitChannel(),
    "series.raise": () => editor.moveChannel(-1),
    "series.lower": () => editor.moveChannel(1),
    "series.hide": () => editor.hideChannel(),
    "series.show": () => editor.showChannels(),
    ...(epochs !== null && {
      "clock.back": () => epochs.by(-1),
      "clock.on": () => epochs.by(1),
      "clock.far_back": () => epochs.by(-10),
      "clock.far_on": () => epochs.by(10),
      "series.next_open": () => epochs.nextOpen(),
      delete: () => (editor.get().selected.length > 0 ? editor.remove() : epochs.clear()),
    }),
  };
}
