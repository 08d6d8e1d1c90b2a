/** A series made on the spot, as the server would have made it ready: for the bench alone. */
import type { MediaSource } from "../media";

const FACTOR = 16;
const NAMES = ["EEG C3", "EEG C4", "EOG", "EMG", "ECG", "SpO2"];
const UNITS = ["µV", "µV", "µV", "µV", "mV", "%"];

type Level = { factor: number; offset: number; count: number };

export function madeSeries(points: number, channels: number, ask: string): MediaSource<"series"> {
  // A night is measured slowly, a machine fast.
  const period = ask === "epochs" ? (8 * 3_600_000) / points : 2;
  let values = Array.from({ length: channels }, (_, c) => {
    const own = new Float32Array(points);
    let drift = 0;
    let seed = c + 1;
    for (let n = 0; n < points; n += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      const noise = seed / 1_073_741_824 - 1;
      drift = drift * 0.999 + noise;
      const burst = Math.sin(n / 90_000 + c) > 0.6 ? 3 : 1;
      own[n] = Math.sin(n / (20 + 13 * c)) * 20 * burst + drift + noise * 6;
    }
    if (c === 1) own.fill(Number.NaN, Math.floor(points * 0.4), Math.floor(points * 0.42));
    return own;
  });
  const levels: Level[] = [];
  const parts: Float32Array[] = [];
  let [factor, offset, pairs] = [1, 0, false];
  for (;;) {
    const count = values[0]!.length / (pairs ? 2 : 1);
    levels.push({ factor, offset, count });
    parts.push(...values);
    offset += values.reduce((sum, one) => sum + one.byteLength, 0);
    if (count <= 512) break;
    const step = pairs ? 2 : 1;
    values = values.map((own) => {
      const next = new Float32Array(Math.ceil(count / FACTOR) * 2);
      for (let n = 0; n < next.length / 2; n += 1) {
        let [low, high] = [Number.NaN, Number.NaN];
        for (let at = n * FACTOR; at < Math.min(count, (n + 1) * FACTOR); at += 1) {
          const [a, b] = [own[at * step]!, own[at * step + step - 1]!];
          if (!(low <= a)) low = Number.isNaN(a) ? low : a;
          if (!(high >= b)) high = Number.isNaN(b) ? high : b;
        }
        next[2 * n] = low;
        next[2 * n + 1] = high;
      }
      return next;
    });
    pairs = true;
    factor *= FACTOR;
  }
  const data = new Blob(parts as BlobPart[]);
  return {
    modality: "series",
    name: "night-0412.csv",
    facts: {
      modality: "series",
      length: Math.ceil(points * period),
      points,
      channels: Array.from({ length: channels }, (_, c) => ({
        name: NAMES[c] ?? `Channel ${c + 1}`,
        unit: UNITS[c] ?? null,
      })),
      period,
      start: ask === "epochs" ? "2026-03-04T22:58:12.000" : null,
    },
    prepared: { data: { levels }, times: null },
    address: () => Promise.reject(new Error("There is no server.")),
    blob: () => Promise.resolve(data),
    range: (_, from, bytes) => data.slice(from, from + bytes).arrayBuffer(),
  };
}

export const schemaFor = (ask: string): unknown => ({
  modality: "series",
  labels:
    ask === "epochs"
      ? [
          {
            kind: "segment",
            name: "stage",
            ko: "수면 단계",
            en: "Sleep stage",
            overlap: "none",
            cover: true,
            step: 30_000,
            classes: [
              { id: "W", ko: "각성", en: "Wake" },
              { id: "N1" },
              { id: "N2" },
              { id: "N3" },
              { id: "R", ko: "렘", en: "REM" },
            ],
          },
        ]
      : [
          {
            kind: "segment",
            name: "state",
            ko: "상태",
            en: "State",
            classes: [
              { id: "normal", ko: "정상", en: "Normal" },
              { id: "arrhythmia", ko: "부정맥", en: "Arrhythmia" },
            ],
          },
          {
            kind: "segment",
            name: "artefact",
            ko: "잡음",
            en: "Artefact",
            per: "channel",
            overlap: "none",
            classes: [{ id: "noise", ko: "잡음", en: "Noise" }],
          },
          {
            kind: "event",
            name: "beat",
            ko: "사건",
            en: "Event",
            classes: [{ id: "onset", ko: "시작점", en: "Onset" }],
          },
          {
            kind: "class",
            name: "quality",
            ko: "품질",
            en: "Quality",
            classes: [
              { id: "good", ko: "좋음", en: "Good" },
              { id: "bad", ko: "나쁨", en: "Bad" },
            ],
          },
        ],
});

export function someAnswer(ask: string, points: number): unknown {
  if (ask === "epochs") {
    const stages = ["W", "N1", "N2", "N2", "N3", "N2", "R"];
    return {
      modality: "series",
      annotations: Array.from({ length: 300 }, (_, n) => ({
        kind: "segment",
        id: `e${n}`,
        name: "stage",
        class: stages[Math.floor(n / 12) % stages.length],
        start: n * 30_000,
        end: (n + 1) * 30_000,
      })),
    };
  }
  const length = points * 2;
  const at = (share: number) => Math.round(length * share);
  return {
    modality: "series",
    annotations: [
      { kind: "segment", id: "s1", name: "state", class: "normal", start: at(0.05), end: at(0.3) },
      {
        kind: "segment",
        id: "s2",
        name: "state",
        class: "arrhythmia",
        start: at(0.28),
        end: at(0.45),
      },
      {
        kind: "segment",
        id: "s3",
        name: "artefact",
        class: "noise",
        start: at(0.5),
        end: at(0.6),
        channel: NAMES[2],
      },
      { kind: "event", id: "v1", name: "beat", class: "onset", at: at(0.7) },
    ],
  };
}
