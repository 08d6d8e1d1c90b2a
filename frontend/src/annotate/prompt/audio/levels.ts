/** How loud it is, block by block while one speaks, and of all of it. Levels are in dB of full scale. */

/** What is no louder than this is as good as nothing. */
export const FLOOR = -96;
/** From here on a sample is taken for cut off. */
const FULL = 0.999;
/** A block quieter than this is a silence, as the server has it. */
const SILENT = -50;

export const decibels = (amplitude: number): number =>
  amplitude <= 0 ? FLOOR : Math.max(FLOOR, 20 * Math.log10(amplitude));

/** One block of sound, some hundredths of a second. */
export type Block = { samples: number; squares: number; peak: number; clipped: number };

/** What a block of samples has, all channels as one. */
export function blockOf(channels: readonly Float32Array[]): Block {
  const found = { samples: 0, squares: 0, peak: 0, clipped: 0 };
  for (const channel of channels) {
    found.samples += channel.length;
    for (const value of channel) {
      const size = Math.abs(value);
      found.squares += size * size;
      if (size > found.peak) found.peak = size;
      if (size >= FULL) found.clipped += 1;
    }
  }
  return found;
}

export const levelOf = ({ samples, squares }: Block): number =>
  decibels(Math.sqrt(squares / Math.max(1, samples)));

export type Heard = {
  /** Seconds. */
  seconds: number;
  /** Of all of it. */
  level: number;
  peak: number;
  /** A share of samples. */
  clipped: number;
  /** A share of the time. */
  silence: number;
  /** The highest of each block, 0 to 1: what is drawn. */
  wave: readonly number[];
};

/** Adds blocks up while they come. */
export class Levels {
  #blocks: Block[] = [];

  add(block: Block): void {
    this.#blocks.push(block);
  }

  /** All that was heard, over so many seconds. */
  heard(seconds: number): Heard {
    const all = this.#blocks;
    const loud = all.filter((one) => levelOf(one) > SILENT);
    const sum = (of: readonly Block[], pick: (one: Block) => number) =>
      of.reduce((total, one) => total + pick(one), 0);
    const samples = sum(all, (one) => one.samples);
    const squares = sum(all, (one) => one.squares);
    return {
      seconds,
      level: decibels(Math.sqrt(squares / Math.max(1, samples))),
      peak: decibels(all.reduce((most, one) => Math.max(most, one.peak), 0)),
      clipped: samples === 0 ? 0 : sum(all, (one) => one.clipped) / samples,
      silence: all.length === 0 ? 1 : 1 - loud.length / all.length,
      wave: shrunk(
        all.map((one) => one.peak),
        240,
      ),
    };
  }
}

/** At most so many of them: the highest of each stretch. */
export function shrunk(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, at) => {
    const from = Math.floor((at * values.length) / most);
    const to = Math.floor(((at + 1) * values.length) / most);
    return Math.max(...values.slice(from, Math.max(to, from + 1)));
  });
}

export type Limits = {
  min_seconds?: number;
  max_seconds?: number;
  min_level?: number;
  max_clipped?: number;
  max_silence?: number;
};
export type Wrong = { code: string; value: number; limit: number };

/** What is wrong with what was heard, in the server's codes; what it measures finely it decides. */
export function wrongWith(heard: Heard, limits: Limits): readonly Wrong[] {
  const { min_seconds = 1, max_seconds = 600, min_level = -45, max_clipped = 0.001 } = limits;
  const found: Wrong[] = [];
  const say = (code: string, value: number, limit: number) => found.push({ code, value, limit });
  if (heard.seconds < min_seconds) say("too_short", heard.seconds, min_seconds);
  if (heard.seconds > max_seconds) say("too_long", heard.seconds, max_seconds);
  if (heard.peak < -60) say("silent", heard.peak, -60);
  else if (heard.level < min_level) say("too_quiet", heard.level, min_level);
  if (heard.clipped > max_clipped) say("clipped", heard.clipped, max_clipped);
  return found;
}
