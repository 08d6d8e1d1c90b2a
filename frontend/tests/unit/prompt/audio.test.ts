import { describe, expect, it } from "vitest";
import { blockOf, decibels, Levels, levelOf, wrongWith } from "~/annotate/prompt/audio/levels";
import { lengthAt, mixed, resample } from "~/annotate/prompt/audio/resample";
import { encodeWav } from "~/annotate/prompt/audio/wav";

const sine = (hertz: number, rate: number, seconds: number, height = 0.5): Float32Array =>
  Float32Array.from(
    { length: rate * seconds },
    (_, n) => height * Math.sin((2 * Math.PI * hertz * n) / rate),
  );

/** How much of one pitch there is: the amplitude of a sine (Goertzel). */
function heardAt(samples: Float32Array, hertz: number, rate: number): number {
  let [re, im] = [0, 0];
  for (const [n, value] of samples.entries()) {
    const turn = (2 * Math.PI * hertz * n) / rate;
    re += value * Math.cos(turn);
    im += value * Math.sin(turn);
  }
  return (2 * Math.hypot(re, im)) / samples.length;
}

describe("a WAV file", () => {
  it("has its samples as whole numbers behind a head that says what they are", () => {
    const bytes = encodeWav([Float32Array.of(0, 1, -1, 0.5), Float32Array.of(2, -2, 0, 0)], 16_000);
    const view = new DataView(bytes);
    const word = (at: number) => String.fromCharCode(...new Uint8Array(bytes, at, 4));
    expect([word(0), word(8), word(12), word(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
    expect(view.getUint32(4, true)).toBe(bytes.byteLength - 8);
    expect([view.getUint16(20, true), view.getUint16(22, true)]).toEqual([1, 2]);
    expect([view.getUint32(24, true), view.getUint32(28, true)]).toEqual([16_000, 64_000]);
    expect([view.getUint16(32, true), view.getUint16(34, true)]).toEqual([4, 16]);
    expect(view.getUint32(40, true)).toBe(16);
    const samples = Array.from({ length: 8 }, (_, n) => view.getInt16(44 + 2 * n, true));
    expect(samples).toEqual([0, 32767, 32767, -32768, -32768, 0, 16384, 0]);
  });
});

describe("another sample rate", () => {
  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [44_100, 48_000],
    [16_000, 48_000],
  ])("keeps what is heard from %i to %i", (from, to) => {
    const made = resample(sine(440, from, 1), from, to);
    expect(made.length).toBe(lengthAt(from, from, to));
    const middle = made.subarray(to / 10, made.length - to / 10);
    expect(heardAt(middle, 440, to)).toBeCloseTo(0.5, 2);
    // It is heard at the same moments, too.
    const same = sine(440, to, 1);
    for (let n = to / 4; n < to / 2; n += 97) expect(made[n]).toBeCloseTo(same[n]!, 2);
  });

  it("lets nothing of what is too high come back as something else", () => {
    const made = resample(sine(11_000, 48_000, 1), 48_000, 16_000);
    const middle = made.subarray(1_600, made.length - 1_600);
    // 11 kHz would be heard as 5 kHz.
    expect(decibels(heardAt(middle, 5_000, 16_000))).toBeLessThan(-75);
  });

  it("leaves the same rate alone", () => {
    const samples = sine(440, 16_000, 1);
    expect(resample(samples, 16_000, 16_000)).toBe(samples);
  });
});

it("channels become as many as are asked for", () => {
  const [left, right] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
  expect(mixed([left, right], 1)).toEqual([Float32Array.of(0.5, 0.5)]);
  expect(mixed([left], 2)).toEqual([left, left]);
  expect(mixed([left, right], 2)).toEqual([left, right]);
});

describe("how loud it is", () => {
  const heard = (samples: Float32Array, rate = 16_000) => {
    const levels = new Levels();
    for (let at = 0; at < samples.length; at += 512)
      levels.add(blockOf([samples.subarray(at, at + 512)]));
    return levels.heard(samples.length / rate);
  };

  it("is the mean of all of it, in dB of full scale", () => {
    expect(levelOf(blockOf([sine(200, 16_000, 1, 1)]))).toBeCloseTo(-3.01, 1);
    expect(heard(sine(200, 16_000, 2, 0.1)).level).toBeCloseTo(-23, 1);
  });

  it("says what is wrong in the server's codes", () => {
    const codes = (samples: Float32Array, limits = {}) =>
      wrongWith(heard(samples), limits).map((one) => one.code);
    expect(codes(sine(200, 16_000, 2))).toEqual([]);
    expect(codes(new Float32Array(32_000))).toEqual(["silent"]);
    expect(codes(sine(200, 16_000, 2, 0.004))).toEqual(["too_quiet"]);
    expect(codes(sine(200, 16_000, 2, 3).map((v) => Math.max(-1, Math.min(1, v))))).toEqual([
      "clipped",
    ]);
    expect(codes(sine(200, 16_000, 2), { min_seconds: 3 })).toEqual(["too_short"]);
    expect(codes(sine(200, 16_000, 2), { max_seconds: 1 })).toEqual(["too_long"]);
  });

  it("tells the share of silence and draws no more than is seen", () => {
    const spoken = new Float32Array(160_000);
    spoken.set(sine(200, 16_000, 5), 0);
    const found = heard(spoken);
    expect(found.silence).toBeCloseTo(0.5, 1);
    expect(found.wave.length).toBe(240);
    expect(Math.max(...found.wave.slice(0, 110))).toBeCloseTo(0.5, 2);
    expect(Math.max(...found.wave.slice(130))).toBe(0);
  });
});
