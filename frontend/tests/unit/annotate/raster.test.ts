import { describe, expect, it } from "vitest";
import { cut, fill, flood, type Raster, rasterOf, stroke } from "~/annotate/core/raster";

const SIZE = { width: 12, height: 6 };
const seen = ({ bits, size }: Raster): string[] =>
  Array.from({ length: size.height }, (_, y) =>
    [...bits.subarray(y * size.width, (y + 1) * size.width)]
      .map((bit) => (bit === 1 ? "#" : "."))
      .join(""),
  );

describe("painting", () => {
  it("covers the pixels whose middles a round brush passes, and takes them away again", () => {
    const raster = rasterOf(SIZE, null);
    stroke(raster, [2, 3], [6, 3], 1.2, true);
    expect(seen(raster)).toEqual([
      "............",
      "............",
      ".######.....",
      ".######.....",
      "............",
      "............",
    ]);
    stroke(raster, [4, 3], [4, 3], 1, false);
    expect(seen(raster)[2]).toBe(".##..##.....");
    expect(raster.dirty).not.toBeNull();
  });

  it("fills what a line encloses", () => {
    const raster = rasterOf(SIZE, null);
    fill(
      raster,
      [
        [1, 1],
        [5, 1],
        [5, 4],
        [1, 4],
      ],
      true,
    );
    expect(cut(raster)).toEqual({ x: 1, y: 1, width: 4, height: 3, counts: [0, 12] });
  });

  it("floods what hangs together and is alike", () => {
    const data = new Uint8ClampedArray(SIZE.width * SIZE.height * 4).fill(200);
    // A wall of another colour, with one gap that is nearly of the same.
    for (let y = 0; y < SIZE.height; y += 1)
      data.fill(y === 3 ? 190 : 20, (y * 12 + 5) * 4, (y * 12 + 6) * 4);
    const shut = rasterOf(SIZE, null);
    flood(shut, { data }, [0, 0], 5, true);
    expect(cut(shut)).toMatchObject({ x: 0, y: 0, width: 5, height: 6 });
    const open = rasterOf(SIZE, null);
    flood(open, { data }, [0, 0], 12, true);
    expect(cut(open)?.width).toBe(12);
    expect(seen(open)[0]).toBe("#####.######");
    expect(seen(open)[3]).toBe("############");
  });

  it("comes back from its run lengths as it was", () => {
    const raster = rasterOf(SIZE, null);
    stroke(raster, [3, 2], [9, 4], 1.5, true);
    const first = cut(raster)!;
    const again = rasterOf(SIZE, first);
    expect(seen(again)).toEqual(seen(raster));
    expect(cut(again)).toEqual(first);
    expect(first.counts.reduce((sum, run) => sum + run, 0)).toBe(first.width * first.height);
  });

  it("is nothing where everything was taken away", () => {
    const raster = rasterOf(SIZE, { x: 2, y: 2, width: 2, height: 2, counts: [0, 4] });
    stroke(raster, [3, 3], [3, 3], 4, false);
    expect(cut(raster)).toBeNull();
  });
});
