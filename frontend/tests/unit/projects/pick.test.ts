import { describe, expect, it } from "vitest";
import { parcelsOf, Unfit } from "~/features/projects/data/upload/pick";
import { Archive } from "~/features/projects/data/upload/zip";

const file = (name: string, content = "x") => new File([content], name, { lastModified: 1000 });
const found = (path: string, content?: string) => ({
  path,
  file: file(path.split("/").at(-1) ?? path, content),
});

/** What one choice makes one upload of. */
const parcelOf = (some: Parameters<typeof parcelsOf>[0]) => {
  const [only, ...others] = parcelsOf(some);
  if (only === undefined || others.length > 0) throw new Error("more than one");
  return only;
};

describe("parcelsOf", () => {
  it("sends one file as it is", () => {
    const zip = file("cells.zip");
    const parcel = parcelOf([{ path: "cells.zip", file: zip }]);
    expect(parcel.body).toBe(zip);
    expect(parcel.name).toBe("cells");
    expect(parcel.filename).toBe("cells.zip");
  });

  it("packs a folder under the names inside it, without what systems leave behind", () => {
    const parcel = parcelOf([
      found("BCCD/JPEGImages/b.jpg"),
      found("BCCD/.DS_Store"),
      found("BCCD/JPEGImages/._b.jpg"),
      found("BCCD/Annotations/b.xml"),
    ]);
    expect(parcel.body).toBeInstanceOf(Archive);
    expect(parcel.name).toBe("BCCD");
    expect(parcel.files).toBe(2);
    expect(parcel.pictures).toBe(1);
  });

  it("sends every archive by itself, and all else together", () => {
    const parcels = parcelsOf([
      found("TS_1.zip"),
      found("b.jpg"),
      found("TL_1.tar.gz"),
      found("a.jpg"),
    ]);
    expect(parcels.map((one) => [one.name, one.files])).toEqual([
      ["TS_1", 1],
      ["TL_1", 1],
      ["b +1", 2],
    ]);
    expect(new Set(parcels.map((one) => one.fingerprint)).size).toBe(3);
  });

  it("marks the same choice the same, in whatever order it comes", () => {
    const some = [found("f/a.jpg"), found("f/b.jpg", "bb")];
    expect(parcelOf(some).fingerprint).toBe(parcelOf([...some].reverse()).fingerprint);
    expect(parcelOf([found("f/a.jpg"), found("f/b.jpg", "bbb")]).fingerprint).not.toBe(
      parcelOf(some).fingerprint,
    );
  });

  it("says why nothing can be sent", () => {
    const why = (some: ReturnType<typeof found>[]) => {
      try {
        parcelsOf(some);
      } catch (error) {
        return error instanceof Unfit ? error.why : error;
      }
      return null;
    };
    expect(why([])).toBe("nothing");
    expect(why([found("x/.DS_Store")])).toBe("nothing");
    const many = Array.from({ length: 20 }, (_, n) => found(`${n}.zip`));
    expect(why(many)).toBe("many");
  });
});
