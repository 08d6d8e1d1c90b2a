import { describe, expect, it } from "vitest";
import { insisting } from "~/annotate/files";
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
