/**
 * The page on which `dure bench editor` steps through a video whose files lie beside it in `video/`, with
 * `?tracks=50` on it. No part of the app.
 */
import { StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import "../../app.css";
import i18next from "i18next";
import { speak, startI18n } from "../../i18n";
import { BenchPage, framesIn } from "../bench-page";
import type { Answer, VideoSchema } from "../core/doc";
import type { MediaSource } from "../media";
import type { VideoEditor } from "./editor";
import { videoKit as kit } from "./kit";

const asked = new URLSearchParams(location.search);
const TRACKS = Number(asked.get("tracks") ?? 0);
/** Frames between two keyframes of a track. */
const EVERY = 10;

const SCHEMA: VideoSchema = {
  modality: "video",
  labels: [
    { kind: "box_track", name: "cars", ko: "차량", classes: [{ id: "car", ko: "승용차" }] },
    { kind: "segment", name: "acts", ko: "행동", classes: [{ id: "walk", ko: "걷기" }] },
  ],
};

function answerOf({ length, width, height }: MediaSource<"video">["facts"]): Answer {
  const annotations = Array.from({ length: TRACKS }, (_, n) => ({
    kind: "box_track" as const,
    id: `t${n}`,
    name: "cars",
    class: "car",
    keyframes: Array.from({ length: Math.ceil(length / EVERY) }, (_, at) => ({
      frame: at * EVERY,
      x: (width - 60) * (0.5 + 0.5 * Math.sin(n + at / 17)),
      y: (height - 40) * (0.5 + 0.5 * Math.cos(1.7 * n + at / 23)),
      width: 60,
      height: 40,
    })),
  }));
  return { modality: "video", annotations };
}

const bench = {
  editor: null as VideoEditor | null,
  ready: false,
  /** Milliseconds from each key to after the painting of the frame that it asked for. */
  steps: [] as number[],
  /** Frames of the screen in a second while `seconds` go by, and those of the video that were
   * shown, exactly or roughly. */
  async frames(seconds: number, each: (at: number) => void = () => {}) {
    const { film } = bench.editor!;
    let shown = 0;
    const offs = [film.shown, film.rough].map((one) =>
      one.subscribe(() => {
        shown += 1;
      }),
    );
    const fps = await framesIn(seconds, each);
    for (const off of offs) off();
    return { fps, shown: shown / seconds };
  },
  /** Another frame of the video on every frame of the screen. */
  run: (seconds: number) => {
    const { film } = bench.editor!;
    return bench.frames(seconds, () => film.seek((film.time.get() + 1) % film.length));
  },
};
Object.assign(window, { bench });

addEventListener(
  "keydown",
  (event) => {
    const start = event.timeStamp;
    const { film } = bench.editor!;
    const painted = () =>
      requestAnimationFrame(() => {
        // A task after the frame's callbacks comes after its painting.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => bench.steps.push(performance.now() - start);
        channel.port2.postMessage(null);
      });
    // After the editor's own listener, which asks for the frame.
    queueMicrotask(() =>
      setTimeout(() => {
        if (film.shown.get() === film.time.get()) return painted();
        const off = film.shown.subscribe(() => {
          if (film.shown.get() !== film.time.get()) return;
          off();
          painted();
        });
      }),
    );
  },
  true,
);

async function start() {
  await startI18n();
  await speak("ko");
  await i18next.loadNamespaces(["annotate", "annotate-clock", "annotate-video"]);
  const { facts, prepared } = await (await fetch("video/made.json")).json();
  const whole = new Map<string, Promise<Blob>>();
  const blob = (file: string) => {
    const found = whole.get(file) ?? fetch(`video/${file}`).then((answer) => answer.blob());
    whole.set(file, found);
    return found;
  };
  const source: MediaSource<"video"> = {
    modality: "video",
    name: "video",
    facts,
    prepared,
    address: async (file) => `video/${file}`,
    blob,
    range: async (file, offset, length) =>
      (await blob(file)).slice(offset, offset + length).arrayBuffer(),
  };
  await kit.ready(SCHEMA);
  const editor = kit.open(SCHEMA, source, answerOf(facts));
  bench.editor = editor as unknown as VideoEditor;
  const off = bench.editor.film.shown.subscribe(() => {
    off();
    requestAnimationFrame(() => {
      bench.ready = true;
    });
  });
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <Suspense>
        <BenchPage kit={kit} editor={editor} />
      </Suspense>
    </StrictMode>,
  );
}

void start();
