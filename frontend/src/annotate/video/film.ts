/**
 * A video as it is looked at: an element plays it, single frames are decoded exactly, and both are painted
 * on one canvas. Places are frames.
 */
import type { Stretch } from "../clock/doc";
import type { Heard, Player } from "../clock/player";
import { createStore } from "../core/store";
import type { MediaSource } from "../media";
import { canDecode, type Frames, openFrames } from "./frames";
import type { Crop } from "./thumbs";

/** Frames from the last one that was shown, beyond which a small picture tells more than that one. */
const FAR = 12;
/** A video of so many milliseconds is fetched whole, and can be gone on with without a connection. */
const SHORT = 5 * 60_000;

export type Film = Player & {
  /** The frame that is to be seen. */
  readonly canvas: HTMLCanvasElement;
  /** Which frame that is; -1 before the first is there. */
  readonly shown: Heard<number>;
  /** What went wrong: nothing can be shown then. */
  readonly fault: Heard<unknown>;
  readonly duration: number;
  /** When a frame is shown, in milliseconds. */
  timeOf: (frame: number) => number;
  /** From where small pictures are had for frames that are far, and not there yet: who scrubs sees where
   * he is. `shown` stays what it was. Returns how to stop. */
  roughly: (from: (frame: number) => Crop | null) => () => void;
  /** How many small pictures were seen so. */
  readonly rough: Heard<number>;
  /** Fetches it, until all who hold it have called what is returned. */
  hold: () => () => void;
};

type Video = MediaSource<"video">;

/** When each frame is shown: as a rate where that is constant. */
function clockOf({ facts }: Video, times: Float64Array | null) {
  const [count, seconds] = facts.rate;
  const each = (1000 * seconds) / count;
  const timeOf = (frame: number): number =>
    times === null ? frame * each : (times[Math.min(frame, times.length - 1)] ?? 0);
  const frameOf = (time: number): number => {
    if (times === null) return Math.round(time / each);
    let [low, high] = [0, times.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle]! <= time + 1) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  /** Well inside the frame: seeking to its edge may give the one before. */
  const within = (frame: number): number => {
    const after = frame + 1 < facts.length ? timeOf(frame + 1) : facts.duration;
    return (timeOf(frame) + Math.max(after, timeOf(frame) + 1)) / 2;
  };
  return { timeOf, frameOf, within };
}

export function createFilm(source: Video): Film {
  const { facts } = source;
  const length = facts.length;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false })!;
  const time = createStore(0);
  const playing = createStore(false);
  const rate = createStore(1);
  const loop = createStore<Stretch | null>(null);
  const shown = createStore(-1);
  const rough = createStore(0);
  const fault = createStore<unknown>(null);
  let small: ((frame: number) => Crop | null) | null = null;
  let clock = clockOf(source, null);
  let element: HTMLVideoElement | null = null;
  let frames: Frames | null = null;
  let stretch: Stretch | null = null;
  let way: 1 | -1 = 1;
  // Frames are asked for in turn; what was asked for earlier never covers what came later.
  let [turn, laid] = [0, 0];
  let closed = true;
  let holders = 0;
  let opened: Promise<void> = Promise.resolve();
  let object: string | null = null;

  const lay = (image: CanvasImageSource, width: number, height: number, frame: number) => {
    if (closed || width === 0) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.drawImage(image, 0, 0, width, height);
    shown.set(frame);
  };
  const layElement = (frame: number) => {
    if (element !== null) lay(element, element.videoWidth, element.videoHeight, frame);
  };
  const layBitmap = (bitmap: ImageBitmap, frame: number) =>
    lay(bitmap, bitmap.width, bitmap.height, frame);

  const layRough = (frame: number) => {
    if (closed || shown.get() < 0 || Math.abs(frame - shown.get()) < FAR) return;
    const one = small?.(frame) ?? null;
    if (one === null) return;
    context.drawImage(
      one.image,
      ...([one.x, one.y, one.width, one.height] as const),
      ...([0, 0, canvas.width, canvas.height] as const),
    );
    rough.set(rough.get() + 1);
  };

  const open = async () => {
    const times =
      source.prepared.times === null
        ? null
        : new Float64Array(await (await source.blob("times")).arrayBuffer());
    clock = clockOf(source, times);
    const short = facts.duration <= SHORT;
    const whole = short ? await source.blob("video") : null;
    if (closed) return;
    if (canDecode())
      frames = await openFrames((offset, count) => source.range("video", offset, count)).catch(
        () => null,
      );
    const made = document.createElement("video");
    made.playsInline = true;
    made.preload = "auto";
    // Of another origin: without this its frames could not be painted and looked at.
    made.crossOrigin = "anonymous";
    if (whole !== null) {
      object = URL.createObjectURL(whole);
      made.src = object;
    } else made.src = await source.address("video");
    made.addEventListener("ended", () => stop(length - 1));
    made.addEventListener("error", () => {
      if (frames === null && !closed) fault.set(made.error ?? new Error("The video is broken."));
    });
    element = made;
    if (closed) forget();
  };

  const stop = (at: number) => {
    element?.pause();
    playing.set(false);
    stretch = null;
    seek(at);
  };
  const onFrame = (media: number) => {
    if (!playing.get() || closed || element === null) return;
    const frame = Math.min(Math.max(clock.frameOf(media * 1000), 0), length - 1);
    const bound = loop.get() ?? stretch;
    if (bound !== null && frame >= bound.end) {
      if (loop.get() === null) return stop(bound.end - 1);
      element.currentTime = clock.within(bound.start) / 1000;
    } else {
      layElement(frame);
      time.set(frame);
    }
    listen();
  };
  /** Told of each frame that the element shows. */
  const listen = () => {
    const film = element;
    if (film === null) return;
    if ("requestVideoFrameCallback" in film)
      film.requestVideoFrameCallback((_, { mediaTime }) => onFrame(mediaTime));
    else requestAnimationFrame(() => onFrame(element?.currentTime ?? 0));
  };
  /** Without a decoder: the element goes into the middle of the frame's time, and is painted. */
  const byElement = async (frame: number): Promise<void> => {
    const film = element;
    if (film === null) return;
    if (film.readyState < HTMLMediaElement.HAVE_METADATA)
      await new Promise((done) => film.addEventListener("loadedmetadata", done, { once: true }));
    const there = new Promise((done) => film.addEventListener("seeked", done, { once: true }));
    film.currentTime = clock.within(frame) / 1000;
    await there;
    if (time.get() === frame) layElement(frame);
  };
  const show = async (frame: number): Promise<void> => {
    await opened;
    if (closed || playing.get() || time.get() !== frame) return;
    if (frames === null) return byElement(frame);
    try {
      turn += 1;
      const mine = turn;
      const bitmap = frames.ready(frame) ?? (await frames.want(frame));
      if (playing.get() || closed || mine < laid) return;
      if (bitmap !== null) {
        // Scrubbing, those are seen that came, in the order in which they were asked for.
        laid = mine;
        layBitmap(bitmap, frame);
      }
      if (time.get() !== frame) return;
      // Overtaken by another, and come back to since.
      if (bitmap === null) return show(frame);
      frames.ahead(frame, way);
    } catch (error) {
      if (time.get() === frame && !closed && !playing.get()) fault.set(error);
    }
  };
  function seek(to: number): void {
    const frame = Math.min(Math.max(Math.floor(to + 1e-6), 0), length - 1);
    if (frame !== time.get()) way = frame > time.get() ? 1 : -1;
    if (playing.get()) {
      if (element !== null) element.currentTime = clock.within(frame) / 1000;
      time.set(frame);
      return;
    }
    const there = frames?.ready(frame);
    time.set(frame);
    // At once, not with the next task: holding a key down is a film too.
    if (there != null) {
      turn += 1;
      laid = turn;
      layBitmap(there, frame);
      frames?.ahead(frame, way);
    } else {
      layRough(frame);
      void show(frame);
    }
  }
  function close() {
    if (closed) return;
    closed = true;
    playing.set(false);
    shown.set(-1);
    void opened.then(forget, forget);
  }
  function forget() {
    if (!closed) return;
    element?.pause();
    element?.removeAttribute("src");
    element?.load();
    element = null;
    frames?.close();
    frames = null;
    if (object !== null) URL.revokeObjectURL(object);
    object = null;
  }
  return {
    length,
    canvas,
    shown,
    rough,
    fault,
    time,
    playing,
    rate,
    loop,
    duration: facts.duration,
    timeOf: (frame) => clock.timeOf(frame),
    play(part) {
      if (playing.get()) return;
      stretch = part ?? null;
      const start = part?.start ?? (time.get() >= length - 1 ? 0 : time.get());
      const from = loop.get()?.start ?? start;
      playing.set(true);
      void opened.then(async () => {
        if (element === null || !playing.get()) return;
        element.playbackRate = rate.get();
        element.currentTime = clock.within(from) / 1000;
        listen();
        await element.play().catch((error) => {
          // Stopped before it began is no fault.
          if (playing.get()) {
            stop(time.get());
            if ((error as Error).name !== "AbortError") fault.set(error);
          }
        });
      });
    },
    pause: () => playing.get() && stop(time.get()),
    seek,
    setRate(next) {
      rate.set(next);
      if (element !== null) element.playbackRate = next;
    },
    setLoop: loop.set,
    roughly(from) {
      small = from;
      return () => {
        if (small === from) small = null;
      };
    },
    hold() {
      holders += 1;
      if (holders === 1 && closed) {
        closed = false;
        fault.set(null);
        // What is still being let go of is let go of first.
        opened = opened.catch(() => undefined).then(() => (closed ? undefined : open()));
        opened.then(
          () => show(time.get()),
          (error) => closed || fault.set(error),
        );
      }
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holders -= 1;
        // Another layout of the page takes it over at once.
        queueMicrotask(() => holders === 0 && close());
      };
    },
    close,
  };
}
