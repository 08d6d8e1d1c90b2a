/**
 * Another sample rate, by a windowed sinc (J. O. Smith, "Digital Audio Resampling Home Page", 2002):
 * what lies above half of the lower rate is taken away first, so that nothing is heard that was not
 * spoken.
 */

/** Zero crossings of the sinc on each side: 32 leave less than -80 dB of what does not belong. */
const CROSSINGS = 32;
/** The share of the band that is kept: the filter falls off beyond it. */
const BAND = 0.94;

/** The window, a Kaiser-like one by its cosines (Blackman–Harris): -92 dB beside it. */
function windowed(at: number): number {
  const turn = Math.PI * (at + 1);
  return (
    0.35875 - 0.48829 * Math.cos(turn) + 0.14128 * Math.cos(2 * turn) - 0.01168 * Math.cos(3 * turn)
  );
}

/** How many samples a sound of `length` has at another rate. */
export const lengthAt = (length: number, from: number, to: number): number =>
  Math.round((length * to) / from);

/** One channel at another rate. The same rate gives the same samples. */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const cut = Math.min(1, to / from) * BAND;
  const half = CROSSINGS / cut;
  const kernel = table(cut, half);
  const found = new Float32Array(lengthAt(samples.length, from, to));
  for (let n = 0; n < found.length; n += 1) {
    const centre = (n * from) / to;
    const first = Math.max(0, Math.ceil(centre - half));
    const last = Math.min(samples.length - 1, Math.floor(centre + half));
    let sum = 0;
    for (let at = first; at <= last; at += 1) {
      const place = Math.abs(at - centre) * STEPS;
      const left = Math.floor(place);
      const share = place - left;
      sum += samples[at]! * (kernel[left]! + share * (kernel[left + 1]! - kernel[left]!));
    }
    found[n] = sum;
  }
  return found;
}

/** Places of the kernel to one sample; what lies between two is on the straight line. */
const STEPS = 256;

function table(cut: number, half: number): Float32Array {
  const kernel = new Float32Array(Math.ceil(half * STEPS) + 2);
  for (let n = 0; n < kernel.length; n += 1) {
    const at = n / STEPS;
    if (at >= half) break;
    const x = Math.PI * at * cut;
    kernel[n] = cut * (n === 0 ? 1 : Math.sin(x) / x) * windowed(at / half);
  }
  return kernel;
}

/** Channels as many as are asked for: the mean of all for one, the same twice for two. */
export function mixed(channels: readonly Float32Array[], count: number): Float32Array[] {
  if (channels.length === count) return [...channels];
  const [first] = channels;
  if (first === undefined) return Array.from({ length: count }, () => new Float32Array(0));
  if (count > 1) return Array.from({ length: count }, (_, at) => channels[at] ?? first);
  const one = new Float32Array(first.length);
  for (const channel of channels)
    for (let n = 0; n < one.length; n += 1) one[n]! += channel[n]! / channels.length;
  return [one];
}
