/**
 * What a sound, a video, a document or a time series is shown from. The files are made by the server
 * after an import; their addresses hold for some minutes, so they are asked for each time anew.
 */

/** What is known of it, as the API has it (`Asset.facts`). */
export type SoundFacts = { modality: "sound"; length: number; channels: number; rate: number };
export type VideoFacts = {
  modality: "video";
  /** Frames. */
  length: number;
  width: number;
  height: number;
  /** Milliseconds. */
  duration: number;
  /** Frames to a second, as a fraction. */
  rate: readonly [number, number];
  sound: boolean;
};
export type PageFacts = { width: number; height: number; length: number };
export type DocumentFacts = { modality: "document"; pages: readonly PageFacts[] };
export type Channel = { name: string; unit?: string | null };
export type SeriesFacts = {
  modality: "series";
  /** Milliseconds. */
  length: number;
  points: number;
  channels: readonly Channel[];
  /** Milliseconds between two points; null where they do not come evenly. */
  period: number | null;
  /** When it began, where that is known. */
  start: string | null;
};
export type Facts = SoundFacts | VideoFacts | DocumentFacts | SeriesFacts;

type Piece = readonly [offset: number, length: number];
type Level = { factor: number; offset: number; count: number };
type File = object;
type Peaks = File & { per_second: number };
/** The files by their names, and how each is laid out. */
type PreparedFiles = {
  sound: {
    sound: File;
    peaks: Peaks;
    spectrogram: File & {
      per_second: number;
      columns: number;
      rows: number;
      pieces: readonly Piece[];
    };
  };
  video: {
    video: File;
    times: File | null;
    thumbs: File & {
      width: number;
      height: number;
      columns: number;
      every: number;
      count: number;
    };
    peaks?: Peaks;
  };
  document: {
    pages: File & { pieces: readonly Piece[] };
    texts: File & { pieces: readonly Piece[] };
  };
  series: {
    data: File & { levels: readonly Level[] };
    times: (File & { levels: readonly Level[] }) | null;
  };
};

/** What is worked on: its facts, its files, and how their bytes are had. */
export type MediaSource<M extends Facts["modality"] = Facts["modality"]> = {
  [K in M]: {
    modality: K;
    name: string;
    facts: Extract<Facts, { modality: K }>;
    prepared: PreparedFiles[K];
    /** Where a file is now. Rejects without a connection. */
    address: (file: string) => Promise<string>;
    /** A file whole; it stays on the device, so that it is there without a connection. */
    blob: (file: string) => Promise<Blob>;
    /** Some bytes of a file. */
    range: (file: string, offset: number, length: number) => Promise<ArrayBuffer>;
  };
}[M];
