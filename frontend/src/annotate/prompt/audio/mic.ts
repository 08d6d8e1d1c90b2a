import { type Device, deviceOf } from "~/api/captures";
import { createStore, type Store } from "../../core/store";
import type { RecordingLabel } from "../doc";
import { type Block, blockOf, type Heard, Levels, levelOf } from "./levels";
import worklet from "./pcm.worklet.js?url&no-inline";
import { mixed, resample } from "./resample";
import { encodeWav } from "./wav";

export type Recorded = { blob: Blob; suffix: string; heard: Heard };

/** An open microphone. */
export type Mic = {
  /** What the device says that it is set to, with the rate at which samples come. */
  settings: Device;
  id: string | null;
  /** What was heard last, and how long a take goes on already (seconds). */
  now: Store<{ level: number; peak: number; seconds: number }>;
  /** How loud it is for so many seconds: the room, where nobody speaks. */
  listen: (seconds: number) => Promise<number>;
  start: () => void;
  /** The take; null where none was begun. */
  stop: () => Promise<Recorded | null>;
  /** What was begun is forgotten. */
  abort: () => void;
  close: () => void;
};

type Wanted = Pick<RecordingLabel, "container" | "rate" | "channels">;
const TYPES: readonly (readonly [type: string, suffix: string])[] = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/mp4", "m4a"],
];

/** The microphones that one may choose from; their names are known once one was open. */
export async function microphones(): Promise<readonly { id: string; name: string }[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((one) => one.kind === "audioinput" && one.deviceId !== "")
    .map(({ deviceId, label }, at) => ({ id: deviceId, name: label || `${at + 1}` }));
}

/** Opens a microphone, with nothing done to what it hears. Rejects where that is not allowed, or
 * there is none (`NotAllowedError`, `NotFoundError`). `lost` is called when it is pulled out. */
export async function openMic(
  wanted: Wanted,
  device: string | null,
  lost: () => void,
): Promise<Mic> {
  const { container = "wav", rate = 16_000, channels = 1 } = wanted;
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      ...(device === null ? {} : { deviceId: { exact: device } }),
      channelCount: { ideal: channels },
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
  });
  const [track] = stream.getAudioTracks();
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(worklet);
    await context.resume();
  } catch (error) {
    for (const one of stream.getTracks()) one.stop();
    void context.close();
    throw error;
  }
  const node = new AudioWorkletNode(context, "pcm", { numberOfInputs: 1, numberOfOutputs: 1 });
  // What comes out is silence: a node that leads nowhere is not asked for anything.
  context.createMediaStreamSource(stream).connect(node).connect(context.destination);
  track?.addEventListener("ended", lost);

  const now = createStore({ level: -96, peak: -96, seconds: 0 });
  const hearing = new Set<(block: Block) => void>();
  let taking: Taking | null = null;
  let flushed: (() => void) | null = null;
  node.port.onmessage = ({ data }: MessageEvent<Float32Array[] | null>) => {
    if (data === null) {
      flushed?.();
      return;
    }
    const block = blockOf(data);
    taking?.add(data, block);
    for (const hear of hearing) hear(block);
    now.set({
      level: levelOf(block),
      peak: block.peak,
      seconds: (taking?.length ?? 0) / context.sampleRate,
    });
  };
  const settings = deviceOf({
    label: track?.label ?? "",
    contextRate: context.sampleRate,
    ...track?.getSettings(),
  });
  return {
    settings,
    id: track?.getSettings().deviceId ?? null,
    now,
    listen: (seconds) =>
      new Promise((heard) => {
        const whole = { samples: 0, squares: 0, peak: 0, clipped: 0 };
        const until = performance.now() + seconds * 1000;
        const hear = (block: Block) => {
          whole.samples += block.samples;
          whole.squares += block.squares;
          if (performance.now() < until) return;
          hearing.delete(hear);
          heard(levelOf(whole));
        };
        hearing.add(hear);
      }),
    start() {
      taking = container === "wav" ? new Samples(rate, channels) : new Coded(stream);
      taking.begin();
    },
    async stop() {
      const done = taking;
      if (done === null) return null;
      // What is on its way from the device is part of it.
      await new Promise<void>((end) => {
        flushed = end;
        node.port.postMessage(null);
      });
      // The next take may have begun meanwhile.
      if (taking === done) taking = null;
      return done.end(context.sampleRate);
    },
    abort() {
      taking = null;
    },
    close() {
      track?.removeEventListener("ended", lost);
      for (const one of stream.getTracks()) one.stop();
      node.port.onmessage = null;
      void context.close().catch(() => undefined);
    },
  };
}

/** A take that is being made. */
interface Taking {
  /** Samples so far, of one channel. */
  length: number;
  begin: () => void;
  add: (channels: Float32Array[], block: Block) => void;
  end: (rate: number) => Promise<Recorded>;
}

/** Sample by sample, as strict stages want it. */
class Samples implements Taking {
  length = 0;
  #levels = new Levels();
  #kept: Float32Array[][] = [];

  constructor(
    readonly rate: number,
    readonly channels: number,
  ) {}

  begin(): void {}

  add(channels: Float32Array[], block: Block): void {
    this.#levels.add(block);
    const some = mixed(channels, this.channels);
    this.#kept.push(some);
    this.length += some[0]!.length;
  }

  async end(from: number): Promise<Recorded> {
    const all = Array.from({ length: this.channels }, (_, at) => {
      const whole = new Float32Array(this.length);
      let place = 0;
      for (const block of this.#kept) {
        whole.set(block[at]!, place);
        place += block[at]!.length;
      }
      return resample(whole, from, this.rate);
    });
    const blob = new Blob([encodeWav(all, this.rate)], { type: "audio/wav" });
    return { blob, suffix: "wav", heard: this.#levels.heard(this.length / from) };
  }
}

/** As the browser compresses it: Opus, or AAC where there is none. */
class Coded implements Taking {
  length = 0;
  #levels = new Levels();
  #recorder: MediaRecorder;
  #suffix: string;
  #parts: Blob[] = [];

  constructor(stream: MediaStream) {
    const [type, suffix] = TYPES.find(([one]) => MediaRecorder.isTypeSupported(one)) ?? [
      "",
      "webm",
    ];
    this.#suffix = suffix;
    this.#recorder = new MediaRecorder(stream, {
      ...(type === "" ? {} : { mimeType: type }),
      audioBitsPerSecond: 96_000,
    });
    this.#recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) this.#parts.push(data);
    };
  }

  begin(): void {
    this.#recorder.start(1000);
  }

  add(channels: Float32Array[], block: Block): void {
    this.#levels.add(block);
    this.length += channels[0]?.length ?? 0;
  }

  async end(rate: number): Promise<Recorded> {
    await new Promise((stopped) => {
      this.#recorder.addEventListener("stop", stopped, { once: true });
      this.#recorder.stop();
    });
    const type = this.#recorder.mimeType.split(";")[0] ?? "audio/webm";
    return {
      blob: new Blob(this.#parts, { type }),
      suffix: this.#suffix,
      heard: this.#levels.heard(this.length / rate),
    };
  }
}
