import { crc32 as zlibCrc } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32, crcOf } from "~/features/projects/data/upload/crc";
import { Archive, type Part } from "~/features/projects/data/upload/zip";

const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 255);
const part = (path: string, content: Uint8Array<ArrayBuffer>): Part => ({
  path,
  file: new Blob([content]),
  modified: Date.UTC(2026, 6, 14, 3, 4, 6),
});
const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

const PARTS = [
  part("JPEGImages/하나.jpg", noise(1000, 1)),
  part("empty.txt", new Uint8Array()),
  part("b/two.bin", noise(70_001, 2)),
];

describe("crc32", () => {
  it("is the checksum that zip has, whatever the length", async () => {
    for (const length of [0, 1, 3, 4, 5, 1000, 4099]) {
      const content = noise(length, length);
      expect(crc32(content)).toBe(zlibCrc(content));
      expect(await crcOf(new Blob([content]))).toBe(zlibCrc(content));
    }
  });

  it("goes on from the bytes before", () => {
    const content = noise(999, 7);
    expect(crc32(content.subarray(400), crc32(content.subarray(0, 400)))).toBe(zlibCrc(content));
  });
});

describe("Archive", () => {
  it("is as long as it says", async () => {
    const archive = new Archive(PARTS);
    const whole = await bytes(await archive.slice(0, archive.size));
    expect(whole.length).toBe(archive.size);
    expect((await bytes(await archive.slice(0, archive.size + 999))).length).toBe(archive.size);
  });

  it("is the same bytes however it is cut, and from wherever one begins", async () => {
    const archive = new Archive(PARTS);
    const whole = await bytes(await archive.slice(0, archive.size));
    for (const step of [1013, 4096, 65_536]) {
      const pieces: number[] = [];
      // A fresh one each time, as after the page was left.
      for (let at = 0; at < archive.size; at += step)
        pieces.push(...(await bytes(await new Archive(PARTS).slice(at, at + step))));
      expect(Uint8Array.from(pieces)).toEqual(whole);
    }
  });

  it("reads as a zip: names, sizes, checksums, content", async () => {
    const archive = new Archive(PARTS);
    const whole = await bytes(await archive.slice(0, archive.size));
    const view = new DataView(whole.buffer);
    const end = whole.length - 22;
    expect(view.getUint32(end, true)).toBe(0x06054b50);
    expect(view.getUint16(end + 10, true)).toBe(PARTS.length);
    let at = view.getUint32(end + 16, true);
    for (const { path, file } of PARTS) {
      const content = await bytes(file);
      expect(view.getUint32(at, true)).toBe(0x02014b50);
      expect(view.getUint32(at + 16, true)).toBe(zlibCrc(content));
      expect(view.getUint32(at + 24, true)).toBe(content.length);
      const name = whole.subarray(at + 46, at + 46 + view.getUint16(at + 28, true));
      expect(new TextDecoder().decode(name)).toBe(path);
      const local = view.getUint32(at + 42, true);
      expect(view.getUint32(local, true)).toBe(0x04034b50);
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      expect(whole.subarray(from, from + content.length)).toEqual(content);
      at += 46 + name.length;
    }
  });

  it("has room for more files than the old form counts", async () => {
    const small = new Blob(["x"]);
    const many = Array.from({ length: 70_000 }, (_, i) => ({
      path: `f/${i}.txt`,
      file: small,
      modified: 0,
    }));
    const archive = new Archive(many);
    const tail = await bytes(await archive.slice(archive.size - 98, archive.size));
    const view = new DataView(tail.buffer);
    expect(view.getUint32(0, true)).toBe(0x06064b50);
    expect(view.getBigUint64(24, true)).toBe(70_000n);
    expect(view.getUint16(98 - 22 + 10, true)).toBe(0xffff);
  });

  it("points past four gigabytes", async () => {
    // Nothing of that size is read: only its addresses are asked for.
    const huge = Object.assign(new Blob(["x"]), {});
    Object.defineProperty(huge, "size", { value: 5 * 2 ** 30 });
    const archive = new Archive([
      { path: "huge.bin", file: huge, modified: 0 },
      part("after.bin", noise(10, 3)),
    ]);
    expect(archive.size).toBeGreaterThan(5 * 2 ** 30);
    const from = 5 * 2 ** 30 + 30 + 8 + 20; // past the first file's header and content
    const header = await bytes(await archive.slice(from, from + 4));
    expect(new DataView(header.buffer).getUint32(0, true)).toBe(0x04034b50);
  });
});
