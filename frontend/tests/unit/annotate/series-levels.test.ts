import { describe, expect, it } from "vitest";
import { CHUNK, createLevels, type LevelSource } from "~/annotate/series/levels";

/** A series as the server makes it ready: levels of a factor of 16, channel after channel. */
function made(channels: number[][], { times = null as number[] | null, period = 1 } = {}) {
  const points = channels[0]!.length;
  const levels: { factor: number; offset: number; count: number; values: number[][] }[] = [
    { factor: 1, offset: 0, count: points, values: channels },
  ];
  let offset = 4 * points * channels.length;
  while (levels.at(-1)!.count > 512) {
    const before = levels.at(-1)!;
    const count = Math.ceil(before.count / 16);
    const values = before.values.map((own) =>
      Array.from({ length: count }, (_, n) => {
        const width = before.factor === 1 ? 16 : 32;
        const known = own.slice(n * width, (n + 1) * width).filter((one) => !Number.isNaN(one));
        return known.length === 0
          ? [Number.NaN, Number.NaN]
          : [Math.min(...known), Math.max(...known)];
      }).flat(),
    );
    levels.push({ factor: before.factor * 16, offset, count, values });
    offset += 8 * count * channels.length;
  }
  const data = new Float32Array(levels.flatMap((level) => level.values.flat())).buffer;
  const at: { factor: number; offset: number; count: number }[] = [];
  const clock: number[] = [];
  for (const { factor, count } of times === null ? [] : levels) {
    at.push({ factor, offset: 8 * clock.length, count });
    clock.push(...times!.filter((_, n) => n % factor === 0));
  }
  const clocks = new Float64Array(clock).buffer;
  const fetched: number[] = [];
  const length = times === null ? points * period : times.at(-1)! + 1;
  const source: LevelSource = {
    facts: {
      modality: "series",
      length,
      points,
      channels: channels.map((_, n) => ({ name: `c${n}` })),
      period: times === null ? period : null,
      start: null,
    },
    prepared: {
      data: { levels: levels.map(({ values: _, ...level }) => level) },
      times: times === null ? null : { levels: at },
    },
    range: (file, from, bytes) => {
      fetched.push(bytes);
      return Promise.resolve((file === "data" ? data : clocks).slice(from, from + bytes));
    },
  };
  return { source, fetched };
}

/** Asks until all that is asked for has come. */
async function sharp<T extends { sharp: boolean }>(ask: () => T): Promise<T> {
  for (let n = 0; n < 50; n += 1) {
    const got = ask();
    if (got.sharp) return got;
    await new Promise((done) => setTimeout(done));
  }
  throw new Error("It never came.");
}

const wave = Array.from({ length: 40_000 }, (_, n) => Math.sin(n / 500) * 100);
const ramp = wave.map((_, n) => n);

describe("levels of a series", () => {
  it("shows the least and the greatest of each column, from the level that fits", async () => {
    const { source, fetched } = made([wave, ramp]);
    const levels = createLevels(source);
    const got = await sharp(() => levels.trace(1, { start: 0, end: 40_000, columns: 100 }));
    expect(got.points).toBeNull();
    for (let x = 0; x < 100; x += 1) {
      // Pairs of 256 points at most lie over an edge.
      expect(got.least[x]!).toBeGreaterThanOrEqual(x * 400 - 256);
      expect(got.least[x]!).toBeLessThanOrEqual(x * 400);
      expect(got.greatest[x]!).toBeGreaterThanOrEqual(x * 400 + 399 - 1);
      expect(got.greatest[x]!).toBeLessThanOrEqual(x * 400 + 399 + 256);
    }
    expect(fetched.reduce((sum, one) => sum + one, 0)).toBeLessThan(8 * 200);
  });

  it("fetches only what is in sight, and draws points where they are far apart", async () => {
    const { source, fetched } = made([wave, ramp]);
    const levels = createLevels(source);
    const frame = { start: 20_000, end: 20_010, columns: 1000 };
    const got = await sharp(() => levels.trace(1, frame));
    expect([...got.points!.x.slice(0, 3)]).toEqual([0, 100, 200]);
    expect([...got.points!.y.slice(0, 3)]).toEqual([20_000, 20_001, 20_002]);
    expect(Math.max(...fetched)).toBeLessThanOrEqual(4 * CHUNK);
  });

  it("shows from a coarser level what has not come", async () => {
    const { source } = made([wave]);
    const levels = createLevels(source);
    await sharp(() => levels.trace(0, { start: 0, end: 40_000, columns: 100 }));
    const first = levels.trace(0, { start: 10_000, end: 12_000, columns: 500 });
    expect(first.sharp).toBe(false);
    expect([...first.least].some(Number.isNaN)).toBe(false);
    const rest = wave.slice(10_000, 12_000);
    expect(Math.min(...first.least)).toBeLessThanOrEqual(Math.min(...rest) + 1e-3);
  });

  it("leaves gaps empty", async () => {
    const { source } = made([ramp.map((one) => (one >= 1000 && one < 3000 ? Number.NaN : one))]);
    const levels = createLevels(source);
    const got = await sharp(() => levels.trace(0, { start: 0, end: 4000, columns: 400 }));
    const empty = [...got.least]
      .map((one, x) => (Number.isNaN(one) ? x : -1))
      .filter((x) => x >= 0);
    expect(empty[0]).toBeGreaterThanOrEqual(100);
    expect(empty[0]).toBeLessThan(103);
    expect(empty.at(-1)).toBeLessThan(300);
    expect(empty.length).toBeGreaterThan(194);
  });

  it("lays uneven points where they were measured", async () => {
    // Dense in the first half, then one a second.
    const times = ramp.map((n) => (n < 20_000 ? n : 20_000 + (n - 20_000) * 1000));
    const { source } = made([ramp], { times });
    const levels = createLevels(source);
    const late = { start: 10_020_000, end: 10_030_000, columns: 100 };
    const got = await sharp(() => levels.trace(0, late));
    expect(got.points!.y[0]).toBeCloseTo(20_000 + 10_000, -1);
    const at = [...got.points!.x].map((x, n) => [late.start + x * 100, got.points!.y[n]!] as const);
    for (const [place, value] of at) expect(place).toBeCloseTo(times[value]!, -1);
    const early = await sharp(() => levels.trace(0, { start: 0, end: 20_000, columns: 50 }));
    expect(early.greatest[10]!).toBeGreaterThan(4300);
    expect(early.greatest[10]!).toBeLessThan(4700);
  });

  it("says what is measured at a place, and the range of a channel", async () => {
    const { source } = made([wave, ramp]);
    const levels = createLevels(source);
    expect(levels.range(1)).toBeNull();
    await new Promise((done) => setTimeout(done));
    expect(levels.range(1)).toEqual([0, 39_999]);
    const [least, greatest] = levels.at(1, 500.5)!;
    expect(least).toBeLessThanOrEqual(500);
    expect(greatest).toBeGreaterThanOrEqual(500);
    await sharp(() => levels.trace(1, { start: 400, end: 600, columns: 900 }));
    expect(levels.at(1, 500.5)).toEqual([500, 500]);
  });

  it("keeps little, however much is looked at", async () => {
    const { source, fetched } = made([wave]);
    const many = { ...source, facts: { ...source.facts, points: 4_000_000, length: 4_000_000 } };
    const levels = createLevels({
      ...many,
      prepared: { data: { levels: [{ factor: 1, offset: 0, count: 4e6 }] }, times: null },
      range: (_file, _from, bytes) => {
        fetched.push(bytes);
        return Promise.resolve(new ArrayBuffer(bytes));
      },
    });
    const look = (start: number) =>
      sharp(() => levels.trace(0, { start, end: start + 1000, columns: 1000 }));
    const sum = () => fetched.reduce((all, one) => all + one, 0);
    for (let start = 0; start < 4e6; start += CHUNK) await look(start + 100);
    expect(sum()).toBe(4e6 * 4);
    await look(4e6 - 2000);
    expect(sum(), "the last is still there").toBe(4e6 * 4);
  });

  it("tries again what could not be fetched", async () => {
    const { source } = made([ramp]);
    let broken = true;
    const levels = createLevels({
      ...source,
      range: (...asked) => (broken ? Promise.reject(new Error("offline")) : source.range(...asked)),
    });
    levels.trace(0, { start: 0, end: 40_000, columns: 100 });
    await new Promise((done) => setTimeout(done));
    expect(levels.failing.get()).toBe(true);
    broken = false;
    await new Promise<void>((done) => levels.version.subscribe(done));
    levels.trace(0, { start: 0, end: 40_000, columns: 100 });
    await new Promise((done) => setTimeout(done));
    expect(levels.failing.get()).toBe(false);
  });
});
