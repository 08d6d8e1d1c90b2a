/**
 * What plays. The SOUND editor has one over an <audio> element, the VIDEO editor one over a <video>
 * element with decoded frames for stepping; a time SERIES has only `stillPlayer`: a place, and nothing
 * to be heard. Places are in the clock's units, as everywhere.
 */
import { createStore, type Store } from "../core/store";
import type { Stretch } from "./doc";

export type Heard<T> = Pick<Store<T>, "get" | "subscribe">;

export type Player = {
  readonly length: number;
  /** The playhead: also where keys put things. It moves on every frame while it plays. */
  readonly time: Heard<number>;
  readonly playing: Heard<boolean>;
  readonly rate: Heard<number>;
  /** What is played again and again; null for none. */
  readonly loop: Heard<Stretch | null>;
  /** Plays from where it is; a stretch from its start, and stops at its end. */
  play: (stretch?: Stretch) => void;
  pause: () => void;
  seek: (place: number) => void;
  setRate: (rate: number) => void;
  setLoop: (stretch: Stretch | null) => void;
  /** Lets go of what it holds: an element, an address. */
  close: () => void;
};

export const RATES: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** The next slower or faster of `RATES`. */
export function otherRate(rate: number, way: 1 | -1): number {
  const at = RATES.indexOf(rate);
  return RATES[Math.min(Math.max((at < 0 ? 2 : at) + way, 0), RATES.length - 1)]!;
}

/** A place that moves only by hand. */
export function stillPlayer(length: number): Player {
  const time = createStore(0);
  const rate = createStore(1);
  const loop = createStore<Stretch | null>(null);
  return {
    length,
    time,
    playing: createStore(false),
    rate,
    loop,
    play(stretch) {
      if (stretch !== undefined) time.set(stretch.start);
    },
    pause() {},
    seek: (place) => time.set(Math.min(Math.max(place, 0), length)),
    setRate: rate.set,
    setLoop: loop.set,
    close() {},
  };
}
