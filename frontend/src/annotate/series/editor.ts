/**
 * A time series being worked on: what lies on its clock (`../clock`), its channels as they are shown,
 * and its numbers. Where every stretch of one length gets a class (`step` with `cover`: phases of
 * sleep), it is worked on epoch by epoch.
 */
import { type ClockEditor, type ClockOptions, createClockEditor } from "../clock/editor";
import { stillPlayer } from "../clock/player";
import { createStore, type Store } from "../core/store";
import type { Channel, MediaSource, SeriesFacts } from "../media";
import { type EpochActs, epochsOf } from "./epochs";
import { seriesHandlers } from "./keys";
import { type LaneActs, type Lanes, laneActsOf, showAll } from "./lanes";
import { createLevels, type Levels } from "./levels";
import { beginOf, written } from "./times";

export type SeriesCore = ClockEditor & {
  readonly series: SeriesFacts;
  readonly channels: readonly Channel[];
  readonly levels: Levels;
  readonly lanes: Store<Lanes>;
  /** How far down the channels are scrolled, in CSS pixels. */
  readonly scroll: Store<number>;
  /** Where the pointer is; null while it is elsewhere. */
  readonly hover: Store<number | null>;
};
export type SeriesEditor = SeriesCore & LaneActs & { readonly epochs: EpochActs | null };

const second = 1000;

/** Opens one: `schema` and `answer` are the API's JSON. */
export function createSeriesEditor(
  schema: unknown,
  source: MediaSource<"series">,
  answer: unknown,
  options: ClockOptions = {},
): SeriesEditor {
  const { facts, name } = source;
  // What is short or finely measured is gone through in smaller steps.
  const step = Math.max(1, Math.min(second, 10 ** Math.floor(Math.log10(facts.length / 50))));
  const begin = beginOf(facts.start);
  const clock = createClockEditor(
    schema,
    {
      modality: "series",
      name,
      facts: { length: facts.length, channels: facts.channels.map((one) => one.name) },
      player: stillPlayer(facts.length),
      reach: {
        step,
        far: 10 * step,
        fine: Math.max(1, Math.round(step / 100)),
        made: Math.max(1, Math.round(Math.min(10 * step, facts.length / 20))),
        // Near enough that each point is seen.
        nearest: Math.max(2, (40 * facts.points) / facts.length),
      },
      format: (place, exact) => written(place, begin, exact ? 1 : step / 10),
    },
    answer,
    options,
  );
  const core: SeriesCore = Object.assign(clock, {
    series: facts,
    channels: facts.channels,
    levels: createLevels(source),
    lanes: createStore(showAll(facts.channels.length)),
    scroll: createStore(0),
    hover: createStore<number | null>(null),
  });
  const editor = Object.assign(core, laneActsOf(core), { epochs: epochsOf(core) });
  const pick = clock.pick;
  // A class is given to the epoch in hand, by whatever means it is pressed.
  editor.pick = (index) => {
    if (editor.epochs === null) return pick(index);
    if (editor.epochs.give(index)) return true;
    // What it is given otherwise is no epoch, whichever was looked at last.
    editor.select(editor.get().selected.filter((id) => !editor.epochs!.isEpoch(id)));
    return pick(index);
  };
  return Object.assign(editor, { handlers: seriesHandlers(editor) });
}
