import { crcOf } from "./crc";

/** One file on its way into an archive; `modified` in milliseconds since 1970. */
export type Part = { path: string; file: Blob; modified: number };

const BIG = 0xffffffff;
const UTF8 = 0x0800;
const HEADER = 30;
const ENTRY = 46;
const END = 22;
const END64 = 56 + 20;
const text = new TextEncoder();

/** A zip of files as they are (pictures do not shrink), made while it is read.
 *
 * Its length and the place of every byte are known before any file is opened, so any stretch can be
 * asked for, in any order: an upload goes on where it was broken off, also after the page was left,
 * and nothing is held in memory but a stretch of addresses. Checksums are computed when they are
 * first needed. Larger than 4 GB or 65,535 files: zip64.
 */
export class Archive {
  readonly size: number;
  private readonly names: Uint8Array[];
  /** Where each file's header begins, then where its line of the directory begins. */
  private readonly starts: Float64Array;
  private readonly directory: number;
  private readonly wide: boolean;
  private readonly crcs = new Map<number, Promise<number>>();

  constructor(private readonly parts: readonly Part[]) {
    const n = parts.length;
    this.names = parts.map((part) => text.encode(part.path));
    this.starts = new Float64Array(2 * n + 1);
    let at = 0;
    for (let i = 0; i < n; i += 1) {
      this.starts[i] = at;
      at += this.headerSize(i) + this.parts[i]!.file.size;
    }
    this.directory = at;
    for (let i = 0; i < n; i += 1) {
      this.starts[n + i] = at;
      at += ENTRY + this.names[i]!.length + this.entryExtra(i);
    }
    this.starts[2 * n] = at;
    this.wide = n > 0xfffe || at >= BIG;
    this.size = at + (this.wide ? END64 : 0) + END;
  }

  /** The bytes from `start` to before `end`. Raises what reading a file raises. */
  async slice(start: number, end: number): Promise<Blob> {
    const n = this.parts.length;
    const stop = Math.min(end, this.size);
    const pieces: BlobPart[] = [];
    const take = (from: number, piece: Uint8Array<ArrayBuffer> | Blob) => {
      const length = piece instanceof Blob ? piece.size : piece.length;
      const a = Math.max(0, start - from);
      const b = Math.min(length, stop - from);
      if (a < b) pieces.push(piece.slice(a, b));
    };
    for (let i = this.segment(start); i <= 2 * n; i += 1) {
      const from = this.starts[i]!;
      if (from >= stop) break;
      if (i < n) {
        const content = from + this.headerSize(i);
        if (content > start) take(from, this.header(i, await this.crc(i)));
        if (content < stop) take(content, this.parts[i]!.file);
      } else if (i < 2 * n) take(from, this.entry(i - n, await this.crc(i - n)));
      else take(from, this.end());
    }
    return new Blob(pieces);
  }

  private crc(i: number): Promise<number> {
    let found = this.crcs.get(i);
    if (found === undefined) {
      found = crcOf(this.parts[i]!.file);
      this.crcs.set(i, found);
    }
    return found;
  }

  /** The last segment that begins at or before `at`. */
  private segment(at: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private headerSize(i: number): number {
    return HEADER + this.names[i]!.length + (this.parts[i]!.file.size >= BIG ? 20 : 0);
  }

  private entryExtra(i: number): number {
    const wide = (this.parts[i]!.file.size >= BIG ? 16 : 0) + (this.starts[i]! >= BIG ? 8 : 0);
    return wide && wide + 4;
  }

  private header(i: number, crc: number): Uint8Array<ArrayBuffer> {
    const { file, modified } = this.parts[i]!;
    const big = file.size >= BIG;
    const out = new Writer(this.headerSize(i));
    out
      .u32(0x04034b50)
      .u16(big ? 45 : 20)
      .u16(UTF8)
      .u16(0)
      .u32(dos(modified))
      .u32(crc);
    out.u32(big ? BIG : file.size).u32(big ? BIG : file.size);
    out
      .u16(this.names[i]!.length)
      .u16(big ? 20 : 0)
      .bytes(this.names[i]!);
    if (big) out.u16(1).u16(16).u64(file.size).u64(file.size);
    return out.out;
  }

  private entry(i: number, crc: number): Uint8Array<ArrayBuffer> {
    const { file, modified } = this.parts[i]!;
    const extra = this.entryExtra(i);
    const offset = this.starts[i]!;
    const big = file.size >= BIG;
    const version = extra > 0 ? 45 : 20;
    const out = new Writer(ENTRY + this.names[i]!.length + extra);
    out.u32(0x02014b50).u16(version).u16(version).u16(UTF8).u16(0).u32(dos(modified)).u32(crc);
    out.u32(big ? BIG : file.size).u32(big ? BIG : file.size);
    out.u16(this.names[i]!.length).u16(extra).u16(0).u16(0).u16(0).u32(0);
    out.u32(Math.min(offset, BIG)).bytes(this.names[i]!);
    if (extra > 0) {
      out.u16(1).u16(extra - 4);
      if (big) out.u64(file.size).u64(file.size);
      if (offset >= BIG) out.u64(offset);
    }
    return out.out;
  }

  private end(): Uint8Array<ArrayBuffer> {
    const n = this.parts.length;
    const after = this.starts[2 * n]!;
    const length = after - this.directory;
    const out = new Writer((this.wide ? END64 : 0) + END);
    if (this.wide) {
      out.u32(0x06064b50).u64(44).u16(45).u16(45).u32(0).u32(0).u64(n).u64(n);
      out.u64(length).u64(this.directory);
      out.u32(0x07064b50).u32(0).u64(after).u32(1);
    }
    const count = this.wide ? 0xffff : n;
    out.u32(0x06054b50).u16(0).u16(0).u16(count).u16(count);
    out
      .u32(this.wide ? BIG : length)
      .u32(this.wide ? BIG : this.directory)
      .u16(0);
    return out.out;
  }
}

/** Little-endian numbers, one after another. */
class Writer {
  readonly out: Uint8Array<ArrayBuffer>;
  private readonly view: DataView;
  private at = 0;

  constructor(length: number) {
    this.out = new Uint8Array(length);
    this.view = new DataView(this.out.buffer);
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
    return this;
  }

  u64(value: number): this {
    this.view.setBigUint64(this.at, BigInt(value), true);
    this.at += 8;
    return this;
  }

  bytes(value: Uint8Array): this {
    this.out.set(value, this.at);
    this.at += value.length;
    return this;
  }
}

/** A moment in the two words that DOS had for it: time, then day; not before 1980. */
function dos(modified: number): number {
  const at = new Date(modified);
  const year = at.getFullYear();
  if (!(year >= 1980 && year < 2108)) return 0x00210000;
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const day = ((year - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return ((day << 16) | time) >>> 0;
}
