/** Channels as they are shown: in which order, which of them, and how high what they measure is drawn. */
import { seen } from "../clock/axis";
import type { SeriesCore, SeriesEditor } from "./editor";

/** From the least to the greatest that is in sight of a channel. */
export type Scale = readonly [low: number, high: number];
export type Lanes = {
  /** All channels by their number, from above. */
  order: readonly number[];
  hidden: ReadonlySet<number>;
  /** Of the channels that somebody has looked at nearer; the others show all of theirs. */
  scales: ReadonlyMap<number, Scale>;
};

/** A channel's place, in CSS pixels from the top of all of them. */
export type Row = { channel: number; top: number; height: number };

/** A line that is lower tells nothing. */
const LEAST_HEIGHT = 56;

/** The channels in a height: as high as there is room, and low enough to be seen; the rest is scrolled to. */
export function rowsIn(lanes: Lanes, height: number): readonly Row[] {
  const shown = shownOf(lanes);
  const each = Math.max(LEAST_HEIGHT, Math.floor(height / Math.max(1, shown.length)));
  return shown.map((channel, n) => ({ channel, top: n * each, height: each }));
}

export const showAll = (count: number): Lanes => ({
  order: Array.from({ length: count }, (_, n) => n),
  hidden: new Set(),
  scales: new Map(),
});

export const shownOf = ({ order, hidden }: Lanes): readonly number[] =>
  order.filter((one) => !hidden.has(one));

/** A little room above and below; a line of one height lies in the middle. */
export const roomy = ([low, high]: Scale): Scale => {
  const spare = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  return [low - spare, high + spare];
};

/** The scale of a channel; null until it is known how far it goes. */
export function scaleOf({ lanes, levels }: Pick<SeriesCore, "lanes" | "levels">, channel: number) {
  const own = lanes.get().scales.get(channel);
  if (own !== undefined) return own;
  const all = levels.range(channel);
  return all === null ? null : roomy(all);
}

/** So many digits that two steps of a scale differ. */
export function digitsOf([low, high]: Scale): number {
  const step = (high - low) / 200;
  return step <= 0 ? 0 : Math.min(8, Math.max(0, Math.ceil(-Math.log10(step))));
}

/** Are segments asked for that are made by hand, and not given to epochs? */
export const makesSegments = ({
  schema,
  epochs,
}: Pick<SeriesEditor, "schema" | "epochs">): boolean =>
  schema.labels.some((one) => one.kind === "segment" && one.name !== epochs?.label.name);

export type LaneActs = {
  /** The channel that keys act on. */
  takeChannel: (channel: number) => void;
  nextChannel: (way: 1 | -1) => boolean;
  /** Nearer to what a channel measures, around the middle of what is in sight, or farther. */
  zoomChannel: (factor: number, channel?: number) => boolean;
  /** What is in sight fills the height; pressed again, all of the channel does. */
  fitChannel: (channel?: number) => boolean;
  hideChannel: (channel?: number) => boolean;
  showChannel: (channel: number) => void;
  showChannels: () => void;
  /** A place higher or lower. */
  moveChannel: (way: 1 | -1, channel?: number) => boolean;
};

export function laneActsOf(core: SeriesCore): LaneActs {
  const { channels, lanes, levels, axis, get, patch } = core;
  const patchLanes = (part: Partial<Lanes>) => lanes.set({ ...lanes.get(), ...part });
  /** The channel in hand, if it is shown; else the uppermost. */
  const inHand = (): number | undefined => {
    const shown = shownOf(lanes.get());
    return shown.find((one) => channels[one]!.name === get().channel) ?? shown[0];
  };
  const take = (channel: number) => patch({ channel: channels[channel]!.name });
  const setScale = (channel: number, scale: Scale | null) => {
    const scales = new Map(lanes.get().scales);
    if (scale === null) scales.delete(channel);
    else scales.set(channel, scale);
    patchLanes({ scales });
  };
  const acts: LaneActs = {
    takeChannel: take,
    nextChannel(way) {
      const shown = shownOf(lanes.get());
      const now = inHand();
      if (now === undefined) return false;
      const next = shown[shown.indexOf(now) + way];
      if (next !== undefined) take(next);
      return true;
    },
    zoomChannel(factor, channel = inHand()) {
      if (channel === undefined) return false;
      const scale = scaleOf(core, channel);
      if (scale === null) return false;
      const middle = (scale[0] + scale[1]) / 2;
      const half = (scale[1] - scale[0]) / 2 / factor;
      setScale(channel, [middle - half, middle + half]);
      return true;
    },
    fitChannel(channel = inHand()) {
      if (channel === undefined) return false;
      const { least, greatest, points } = levels.trace(channel, {
        ...seen(axis.get()),
        columns: Math.max(1, Math.round(axis.get().width)),
      });
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const value of points?.y ?? least) if (value < low) low = value;
      for (const value of points?.y ?? greatest) if (value > high) high = value;
      const next = low <= high ? roomy([low, high]) : null;
      const now = lanes.get().scales.get(channel);
      setScale(channel, next !== null && `${now}` === `${next}` ? null : next);
      return true;
    },
    hideChannel(channel = inHand()) {
      const shown = shownOf(lanes.get());
      // One stays: an empty board is none.
      if (channel === undefined || shown.length < 2) return false;
      const at = shown.indexOf(channel);
      const wasInHand = inHand() === channel;
      patchLanes({ hidden: new Set([...lanes.get().hidden, channel]) });
      if (wasInHand) take(shown[at + 1] ?? shown[at - 1]!);
      return true;
    },
    showChannel(channel) {
      const hidden = new Set(lanes.get().hidden);
      hidden.delete(channel);
      patchLanes({ hidden });
    },
    showChannels: () => patchLanes({ hidden: new Set(), scales: new Map() }),
    moveChannel(way, channel = inHand()) {
      if (channel === undefined) return false;
      const order = [...lanes.get().order];
      const shown = shownOf(lanes.get());
      const other = shown[shown.indexOf(channel) + way];
      if (other === undefined) return false;
      const [from, to] = [order.indexOf(channel), order.indexOf(other)];
      order.splice(from, 1);
      order.splice(to, 0, channel);
      patchLanes({ order });
      return true;
    },
  };
  return acts;
}
