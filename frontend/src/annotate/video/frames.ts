/**
 * Single frames of a video, decoded exactly: the n-th frame of the file is the n-th frame. They are decoded
 * in the groups in which they stand, and those around the one at hand are kept.
 */
import { type Index, readIndex } from "./mp4";
import { lastAt } from "./tracks";

type Read = (offset: number, length: number) => Promise<ArrayBuffer>;

export type Frames = {
  /** A frame that is there already. */
  ready: (frame: number) => ImageBitmap | null;
  /** Fetches and decodes a frame, and those around it; resolves once that one is there. Who asks for another
   * meanwhile is served first: then there is null for this one. */
  want: (frame: number) => Promise<ImageBitmap | null>;
  /** Decodes what comes next in a direction, when nothing else is to be done. */
  ahead: (frame: number, way: 1 | -1) => void;
  close: () => void;
};

/** Bytes of decoded frames that are kept; devices with little memory keep less. */
const KEPT = 128 << 20;
const LITTLE = 64 << 20;
/** Compressed bytes that are read at once, about: reading costs a way there and back. */
const READ = 256 << 10;

/** Can frames be decoded here? */
export const canDecode = (): boolean => typeof VideoDecoder === "function";

export async function openFrames(read: Read): Promise<Frames> {
  const index = await readIndex(read);
  const { supported } = await VideoDecoder.isConfigSupported(index.config);
  if (supported !== true) throw new Error("This device does not decode the video.");
  return createFrames(index, read);
}

function createFrames(index: Index, read: Read): Frames {
  const { config, sizes, offsets, groups } = index;
  const starts = Array.from(groups, (frame) => ({ frame }));
  const groupOf = (frame: number) => lastAt(starts, frame);
  const endOf = (group: number) => groups[group + 1] ?? sizes.length;
  const pixels = (config.codedWidth ?? 1280) * (config.codedHeight ?? 720) * 4;
  const memory = (navigator as { deviceMemory?: number }).deviceMemory ?? 8;
  const longest = starts.reduce((most, { frame }, n) => Math.max(most, endOf(n) - frame), 1);
  const most = Math.max(2, Math.floor((memory <= 4 ? LITTLE : KEPT) / (pixels * longest)));
  /** Groups that are decoded, the latest used last. */
  const kept = new Map<number, Map<number, ImageBitmap>>();
  type Asked = { done: (one: ImageBitmap | null) => void; fail: (error: unknown) => void };
  const waiting = new Map<number, Asked[]>();
  let bytes: { from: number; to: number; data: Promise<ArrayBuffer> } | null = null;
  let queue: number[] = [];
  let working = false;
  let closed = false;
  /** What is being decoded, and how to leave it. */
  let current: { group: number; leave: () => void } | null = null;

  const ready = (frame: number): ImageBitmap | null => {
    const group = groupOf(frame);
    const found = kept.get(group);
    if (found === undefined) return null;
    kept.delete(group);
    kept.set(group, found);
    return found.get(frame) ?? null;
  };
  const tidy = () => {
    for (const [group, frames] of kept) {
      if (kept.size <= most) return;
      kept.delete(group);
      for (const one of frames.values()) one.close();
    }
  };
  /** The compressed bytes of a group: some groups at a time are read. */
  const dataOf = async (group: number): Promise<(frame: number) => Uint8Array> => {
    const first = groups[group]!;
    const last = endOf(group) - 1;
    const from = offsets[first]!;
    const to = offsets[last]! + sizes[last]!;
    if (bytes === null || from < bytes.from || to > bytes.to) {
      let until = group;
      while (until + 1 < groups.length && offsets[groups[until + 1]!]! - from < READ) until += 1;
      const end = endOf(until) - 1;
      const far = offsets[end]! + sizes[end]!;
      bytes = { from, to: far, data: read(from, far - from) };
    }
    const held = bytes;
    try {
      const data = await held.data;
      return (frame) => new Uint8Array(data, offsets[frame]! - held.from, sizes[frame]!);
    } catch (error) {
      if (bytes === held) bytes = null;
      throw error;
    }
  };
  const decode = async (group: number): Promise<void> => {
    const data = await dataOf(group);
    const frames = new Map<number, ImageBitmap>();
    const coming: Promise<void>[] = [];
    let wrong: unknown = null;
    let left = false;
    const decoder = new VideoDecoder({
      output(one) {
        // What is told as the time comes back as it: the number of the frame.
        const frame = one.timestamp;
        coming.push(
          createImageBitmap(one).then((bitmap) => {
            one.close();
            if (closed || left) return bitmap.close();
            frames.set(frame, bitmap);
            for (const { done } of waiting.get(frame) ?? []) done(bitmap);
            waiting.delete(frame);
          }),
        );
      },
      error(error) {
        wrong = error;
      },
    });
    current = {
      group,
      leave() {
        left = true;
        if (decoder.state !== "closed") decoder.close();
        for (const one of frames.values()) one.close();
      },
    };
    try {
      decoder.configure({ ...config, optimizeForLatency: true });
      for (let frame = groups[group]!; frame < endOf(group); frame += 1)
        decoder.decode(
          new EncodedVideoChunk({
            type: frame === groups[group] ? "key" : "delta",
            timestamp: frame,
            data: data(frame),
          }),
        );
      await decoder.flush();
      await Promise.all(coming);
    } catch (error) {
      // Left for another group: nobody waits for this one.
      if (!left) throw error;
    } finally {
      current = null;
      if (decoder.state !== "closed") decoder.close();
    }
    if (left) return;
    if (wrong !== null) throw wrong;
    if (closed) return;
    kept.set(group, frames);
    tidy();
  };
  /** Whoever waits for frames of a group has them, or hears why not. */
  const settle = (group: number, error: unknown) => {
    for (const [frame, ones] of [...waiting]) {
      if (groupOf(frame) !== group) continue;
      waiting.delete(frame);
      const there = kept.get(group)?.get(frame);
      for (const one of ones) {
        if (there !== undefined) one.done(there);
        else one.fail(error);
      }
    }
  };
  const work = async () => {
    if (working) return;
    working = true;
    while (!closed) {
      const group = queue.shift();
      if (group === undefined) break;
      try {
        if (!kept.has(group)) await decode(group);
        settle(group, new Error("A frame of the video cannot be decoded."));
      } catch (error) {
        settle(group, error);
      }
    }
    working = false;
  };
  /** Who scrubs has gone far on from what is being decoded: the way is free for what he wants now. A
   * neighbour is soon needed. */
  const leaveFar = (wanted: number) => {
    if (current === null || Math.abs(current.group - wanted) <= 1) return;
    for (const [frame, ones] of [...waiting]) {
      if (groupOf(frame) !== current.group) continue;
      waiting.delete(frame);
      for (const one of ones) one.done(null);
    }
    current.leave();
  };
  return {
    ready,
    want(frame) {
      const there = ready(frame);
      if (there !== null) return Promise.resolve(there);
      const found = new Promise<ImageBitmap | null>((done, fail) => {
        waiting.set(frame, [...(waiting.get(frame) ?? []), { done, fail }]);
      });
      // The latest is what is looked at; who asked for others has gone on.
      const group = groupOf(frame);
      for (const [other, ones] of [...waiting])
        if (groupOf(other) !== group && queue.includes(groupOf(other))) {
          waiting.delete(other);
          for (const one of ones) one.done(null);
        }
      queue = [group];
      leaveFar(group);
      void work();
      return found;
    },
    ahead(frame, way) {
      const group = groupOf(frame) + way;
      if (group < 0 || group >= groups.length || kept.has(group) || queue.includes(group)) return;
      queue.push(group);
      void work();
    },
    close() {
      closed = true;
      queue = [];
      for (const frames of kept.values()) for (const one of frames.values()) one.close();
      kept.clear();
      for (const ones of waiting.values()) for (const one of ones) one.done(null);
      waiting.clear();
    },
  };
}
