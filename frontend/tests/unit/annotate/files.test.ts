import { afterEach, describe, expect, it, vi } from "vitest";
import { insisting, mediaSource } from "~/annotate/files";
import { Problem } from "~/api/problem";

/** Fails as often as there are errors, then answers; counts how often it was asked. */
function asked(...errors: unknown[]) {
  const seen = { times: 0 };
  const ask = async () => {
    const error = errors[seen.times];
    seen.times += 1;
    if (error !== undefined) throw error;
    return "part";
  };
  return { ask, seen };
}

const offline = () => new Problem(0, { code: "offline" });

describe("a part of a file", () => {
  it("is asked for again where it was lost on the way", async () => {
    const { ask, seen } = asked(offline(), new TypeError("cut off"));
    expect(await insisting(ask, [0, 0])).toBe("part");
    expect(seen.times).toBe(3);
  });

  it("is not asked for again where the server has refused it", async () => {
    const { ask, seen } = asked(new Problem(404, { code: "media" }));
    await expect(insisting(ask, [0, 0])).rejects.toMatchObject({ status: 404 });
    expect(seen.times).toBe(1);
  });

  it("is given up after so many tries", async () => {
    const { ask, seen } = asked(offline(), offline(), offline(), offline());
    await expect(insisting(ask, [0, 0])).rejects.toMatchObject({ offline: true });
    expect(seen.times).toBe(3);
  });
});

describe("a source that is read in parts", () => {
  afterEach(() => vi.unstubAllGlobals());
  const FILE = Uint8Array.from({ length: 100 }, (_, at) => at);
  /** A server; `answer` says what of the file it sends for what is asked. */
  const source = (answer: (from: number, until: number) => Response) => {
    const asked: RequestInit[] = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
      asked.push(init);
      const range = new Headers(init.headers).get("range")!.match(/\d+/g)!.map(Number);
      return answer(range[0]!, range[1]! + 1);
    });
    const media = mediaSource(
      { name: "a.pdf", facts: { modality: "document", pages: [] } },
      { pages: { url: "/pages" } },
      () => Promise.reject(new Error("The links still hold.")),
    );
    return { asked, read: () => media.range("pages" as never, 10, 5) };
  };
  const part = (from: number, until: number) =>
    new Response(FILE.slice(from, until), {
      status: 206,
      headers: { "content-range": `bytes ${from}-${until - 1}/100` },
    });

  it("keeps no part where another could come in its place", async () => {
    const { asked, read } = source((from, until) => part(from, until));
    expect(new Uint8Array(await read())).toEqual(FILE.slice(10, 15));
    expect(asked[0]!.cache).toBe("no-store");
  });

  it("asks again where another part came than was asked for", async () => {
    const { asked, read } = source((from, until) =>
      asked.length === 1 ? part(20, 25) : part(from, until),
    );
    expect(new Uint8Array(await read())).toEqual(FILE.slice(10, 15));
    expect(asked).toHaveLength(2);
  });

  it("takes its part of all that a server sends that knows no parts", async () => {
    const { read } = source(() => new Response(FILE));
    expect(new Uint8Array(await read())).toEqual(FILE.slice(10, 15));
  });
});
