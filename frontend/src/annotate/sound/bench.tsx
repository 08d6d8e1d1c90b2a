/**
 * The page on which `dure bench editor` pans through a recording: `?minutes=30&segments=600`. No part of
 * the app.
 */
import { Suspense } from "react";
import { createRoot } from "react-dom/client";
import "../../app.css";
import i18next from "i18next";
import { startI18n } from "../../i18n";
import { framesIn } from "../bench-page";
import type { Editing } from "../kit";
import type { MediaSource } from "../media";
import { soundKit as kit } from "./kit";

const asked = new URLSearchParams(location.search);
const length = Number(asked.get("minutes") ?? 30) * 60_000;
const segments = Number(asked.get("segments") ?? 600);
const PER_SECOND = 500;

const bench = { editor: null as Editing | null, ready: false, frames: framesIn };
Object.assign(window, { bench });

const schema = {
  modality: "sound",
  labels: [
    {
      kind: "segment",
      name: "talk",
      ko: "말",
      classes: [{ id: "speech", ko: "말소리" }],
      speakers: [
        { id: "s1", ko: "화자 1" },
        { id: "s2", ko: "화자 2" },
      ],
      texts: [{ name: "dialect", ko: "들리는 대로", required: false }],
    },
  ],
};

/** Something like speech: loud where a segment is. */
function peaks(): Blob {
  const pairs = new Int8Array((length / 1000) * PER_SECOND * 2);
  for (let at = 0; at < pairs.length / 2; at += 1) {
    const loud = 20 + 90 * Math.abs(Math.sin(at / 37) * Math.sin(at / 911));
    pairs[at * 2] = -loud;
    pairs[at * 2 + 1] = loud * 0.9;
  }
  return new Blob([pairs]);
}

const source: MediaSource<"sound"> = {
  modality: "sound",
  name: "half an hour",
  facts: { modality: "sound", length, channels: 1, rate: 16_000 },
  prepared: {
    sound: {},
    peaks: { per_second: PER_SECOND },
    spectrogram: { per_second: 100, columns: 4096, rows: 128, pieces: [] },
  },
  address: () => Promise.reject(new Error("There is nothing to be heard.")),
  blob: async (file) => {
    if (file !== "peaks") throw new Error("There is nothing to be heard.");
    return peaks();
  },
  range: () => Promise.reject(new Error("There is nothing to be heard.")),
};

const each = length / Math.max(1, segments);
const answer = {
  modality: "sound",
  annotations: Array.from({ length: segments }, (_, nth) => ({
    kind: "segment",
    id: `a${nth}`,
    name: "talk",
    class: "speech",
    speaker: nth % 2 === 0 ? "s1" : "s2",
    start: Math.round(nth * each),
    end: Math.round((nth + 0.9) * each),
    texts: { dialect: `말 ${nth}` },
  })),
};

async function start() {
  await startI18n();
  await i18next.loadNamespaces(["annotate-clock", "annotate"]);
  await kit.ready(schema);
  const editor = kit.open(schema, source, answer);
  bench.editor = editor;
  createRoot(document.getElementById("root")!).render(
    <Suspense>
      <main style={{ height: "100dvh" }}>
        <kit.Board editor={editor} map={innerWidth < 640} />
      </main>
    </Suspense>,
  );
  requestAnimationFrame(() => requestAnimationFrame(() => (bench.ready = true)));
}
void start();
