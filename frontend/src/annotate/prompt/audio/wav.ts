/** WAV files: 16-bit PCM, as every tool reads them. */

const HEAD = 44;

/** Samples from -1 to 1, a channel each and all of one length, as the bytes of a WAV file. */
export function encodeWav(channels: readonly Float32Array[], rate: number): ArrayBuffer {
  const count = channels.length;
  const length = channels[0]?.length ?? 0;
  const size = length * count * 2;
  const bytes = new ArrayBuffer(HEAD + size);
  const view = new DataView(bytes);
  const word = (at: number, text: string) => {
    for (let n = 0; n < text.length; n += 1) view.setUint8(at + n, text.charCodeAt(n));
  };
  word(0, "RIFF");
  view.setUint32(4, HEAD - 8 + size, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, count, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * count * 2, true);
  view.setUint16(32, count * 2, true);
  view.setUint16(34, 16, true);
  word(36, "data");
  view.setUint32(40, size, true);
  let at = HEAD;
  for (let n = 0; n < length; n += 1)
    for (const channel of channels) {
      const value = Math.max(-1, Math.min(1, channel[n]!));
      view.setInt16(at, Math.round(value < 0 ? value * 0x8000 : value * 0x7fff), true);
      at += 2;
    }
  return bytes;
}
