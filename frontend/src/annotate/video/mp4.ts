/**
 * Where the frames of a video lie in its file. The server makes every file that is shown itself: H.264 in
 * MP4, its index first, frames in the order in which they are shown, each group of them beginning with one
 * that needs no other. So what is needed of the format is its tables and no more.
 */
type Read = (offset: number, length: number) => Promise<ArrayBuffer>;

export type Index = {
  /** What a decoder is told. */
  config: VideoDecoderConfig;
  /** Of each frame, in bytes of the file. */
  offsets: Float64Array;
  sizes: Uint32Array;
  /** The first frame of each group, in order; every group stands alone. */
  groups: Uint32Array;
};

type Box = { type: string; start: number; end: number };

const HEAD = 64 * 1024;
/** Of an index: four hours of frames take some. */
const MOST = 64 * 1024 * 1024;

function* boxes(view: DataView, start: number, end: number): Generator<Box> {
  for (let at = start; at + 8 <= end; ) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    if (size === 0) size = end - at;
    if (size < head) return;
    const type = String.fromCharCode(...[4, 5, 6, 7].map((n) => view.getUint8(at + n)));
    yield { type, start: at + head, end: at + size };
    at += size;
  }
}

function find(view: DataView, box: Box, ...path: string[]): Box {
  let here = box;
  for (const type of path) {
    const next = [...boxes(view, here.start, here.end)].find((one) => one.type === type);
    if (next === undefined) throw new Error(`The video has no ${type}.`);
    here = next;
  }
  return here;
}

/** The index of the file, read from its beginning. */
export async function readIndex(read: Read): Promise<Index> {
  let bytes = await read(0, HEAD);
  let view = new DataView(bytes);
  const moov = [...boxes(view, 0, bytes.byteLength)].find((one) => one.type === "moov");
  if (moov === undefined || moov.end > MOST) throw new Error("The video has no index in front.");
  if (moov.end > bytes.byteLength) {
    bytes = await read(0, moov.end);
    view = new DataView(bytes);
  }
  return indexOf(view, moov);
}

function indexOf(view: DataView, moov: Box): Index {
  const track = [...boxes(view, moov.start, moov.end)]
    .filter((one) => one.type === "trak")
    .find((one) => {
      const { start } = find(view, one, "mdia", "hdlr");
      return view.getUint32(start + 8) === 0x76696465; // "vide"
    });
  if (track === undefined) throw new Error("The video has no picture.");
  const tables = find(view, track, "mdia", "minf", "stbl");
  const sizes = sizesOf(view, find(view, tables, "stsz"));
  return {
    config: configOf(view, find(view, tables, "stsd")),
    sizes,
    offsets: offsetsOf(view, tables, sizes),
    groups: groupsOf(view, tables, sizes.length),
  };
}

function configOf(view: DataView, stsd: Box): VideoDecoderConfig {
  const [entry] = boxes(view, stsd.start + 8, stsd.end);
  if (entry?.type !== "avc1") throw new Error("The video is not in H.264.");
  const codedWidth = view.getUint16(entry.start + 24);
  const codedHeight = view.getUint16(entry.start + 26);
  const avcc = find(view, { ...entry, start: entry.start + 78 }, "avcC");
  const description = new Uint8Array(view.buffer, avcc.start, avcc.end - avcc.start).slice();
  const hex = [...description.slice(1, 4)].map((one) => one.toString(16).padStart(2, "0"));
  return { codec: `avc1.${hex.join("")}`, codedWidth, codedHeight, description };
}

function sizesOf(view: DataView, { start }: Box): Uint32Array {
  const all = view.getUint32(start + 4);
  const count = view.getUint32(start + 8);
  return Uint32Array.from({ length: count }, (_, n) =>
    all > 0 ? all : view.getUint32(start + 12 + 4 * n),
  );
}

function offsetsOf(view: DataView, tables: Box, sizes: Uint32Array): Float64Array {
  const large = [...boxes(view, tables.start, tables.end)].find((one) => one.type === "co64");
  const { start } = large ?? find(view, tables, "stco");
  const chunks = view.getUint32(start + 4);
  const chunkAt = (n: number) =>
    large === undefined
      ? view.getUint32(start + 8 + 4 * n)
      : Number(view.getBigUint64(start + 8 + 8 * n));
  const runs = find(view, tables, "stsc").start;
  const offsets = new Float64Array(sizes.length);
  let frame = 0;
  let run = 0;
  for (let chunk = 0; chunk < chunks && frame < sizes.length; chunk += 1) {
    while (
      run + 1 < view.getUint32(runs + 4) &&
      view.getUint32(runs + 8 + 12 * (run + 1)) <= chunk + 1
    )
      run += 1;
    let at = chunkAt(chunk);
    for (let n = view.getUint32(runs + 12 + 12 * run); n > 0 && frame < sizes.length; n -= 1) {
      offsets[frame] = at;
      at += sizes[frame]!;
      frame += 1;
    }
  }
  return offsets;
}

function groupsOf(view: DataView, tables: Box, count: number): Uint32Array {
  const stss = [...boxes(view, tables.start, tables.end)].find((one) => one.type === "stss");
  // Without the table every frame stands alone.
  if (stss === undefined) return Uint32Array.from({ length: count }, (_, n) => n);
  const keys = view.getUint32(stss.start + 4);
  return Uint32Array.from({ length: keys }, (_, n) => view.getUint32(stss.start + 8 + 4 * n) - 1);
}
