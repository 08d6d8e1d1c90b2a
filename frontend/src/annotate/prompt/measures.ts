import type { PromptLabel } from "./doc";

/** What was measured beside its limits: `key` names the sentence, `ok` says whether it is within. */
export type Measure = {
  key:
    | "length"
    | "level"
    | "clipped"
    | "silence"
    | "noise"
    | "rate"
    | "size"
    | "light"
    | "sharp"
    | "bytes";
  value: string;
  limit: string | null;
  ok: boolean;
};

type Measured = Readonly<Record<string, unknown>>;

const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;
const decibel = (value: number): string => `${value.toFixed(0)} dB`;
const second = (value: number): string => `${value.toFixed(1)} s`;

export function bytesOf(bytes: number): string {
  if (bytes < 1 << 10) return `${bytes} B`;
  return bytes < 1 << 20
    ? `${(bytes / 1024).toFixed(0)} KB`
    : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  plain: "TXT",
  msword: "DOC",
  "vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
  "vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
};

/** A media type as people know it: PDF, TXT; those of a whole kind as they are written, image/*. */
export function typeName(type: string): string {
  const [, of = ""] = type.split("/");
  return of === "" || of === "*" ? type : (ENDINGS[of] ?? of.replace(/^x-/, "").toUpperCase());
}

/** Everything that was measured of a take, in the order in which it is looked at. */
export function measuresOf(label: PromptLabel, measured: Measured | null): readonly Measure[] {
  if (measured === null) return [];
  const found: Measure[] = [];
  const add = (key: Measure["key"], value: string | null, limit: string | null, ok = true) => {
    if (value !== null) found.push({ key, value, limit, ok });
  };
  const length = number(measured.length);
  if (length !== null) {
    const { min_seconds: least, max_seconds: most } = label as {
      min_seconds?: number;
      max_seconds?: number;
    };
    const seconds = length / 1000;
    const bounded = least !== undefined || most !== undefined;
    add(
      "length",
      second(seconds),
      bounded ? `${least ?? 1}–${most ?? 600} s` : null,
      seconds >= (least ?? 0) && seconds <= (most ?? Number.POSITIVE_INFINITY),
    );
  }
  const between = (
    key: Measure["key"],
    name: string,
    say: (value: number) => string,
    least: number | undefined,
    most: number | undefined,
  ) => {
    const value = number(measured[name]);
    if (value === null) return;
    const limit =
      least !== undefined && most !== undefined
        ? `${say(least)}–${say(most)}`
        : least !== undefined
          ? `≥ ${say(least)}`
          : most !== undefined
            ? `≤ ${say(most)}`
            : null;
    const ok =
      value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY);
    add(key, say(value), limit, ok);
  };
  if (label.kind === "recording") {
    between("level", "rms_db", decibel, label.min_level ?? -45, undefined);
    between("clipped", "clipped", percent, undefined, label.max_clipped ?? 0.001);
    between("silence", "silence", percent, undefined, label.max_silence ?? 0.6);
    between("noise", "noise_db", decibel, undefined, label.max_noise ?? -50);
    const rate = number(measured.rate);
    if (rate !== null)
      add(
        "rate",
        `${rate / 1000} kHz × ${measured.channels ?? 1}`,
        `${(label.rate ?? 16_000) / 1000} kHz × ${label.channels ?? 1}`,
      );
  }
  const [width, height] = [number(measured.width), number(measured.height)];
  if (width !== null && height !== null) {
    const { min_width: w, min_height: h } = label as { min_width?: number; min_height?: number };
    add("size", `${width} × ${height}`, w === undefined ? null : `≥ ${w} × ${h ?? w}`);
  }
  if (label.kind === "photograph") {
    const whole = (value: number) => value.toFixed(0);
    between("light", "light", whole, label.min_light ?? 40, label.max_light ?? 220);
    between("sharp", "sharpness", whole, label.min_sharpness ?? 60, undefined);
  }
  const bytes = number(measured.bytes);
  if (bytes !== null && label.kind === "file")
    add(
      "bytes",
      bytesOf(bytes),
      label.max_bytes === undefined ? null : `≤ ${bytesOf(label.max_bytes)}`,
    );
  return found;
}
