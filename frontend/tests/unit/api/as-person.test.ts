import { beforeEach, describe, expect, it, vi } from "vitest";
import { csrfOwner, getCsrf, setCsrf } from "~/api/client";
import { Problem } from "~/api/problem";
import { sentOf } from "~/api/sent";
import { asPerson } from "~/api/session";
import { uuid } from "~/api/uuid";

const world = vi.hoisted(() => ({ me: null as { id: number; csrf: string } | null }));
vi.mock("~/api/client", async (original) => ({
  ...(await original<object>()),
  api: { GET: async () => world.me },
  must: async (call: Promise<unknown>) => {
    const me = await call;
    if (me === null) throw new Problem(401, { code: "unauthenticated" });
    return me;
  },
}));

const stale = () => new Problem(403, { code: "forbidden", permission: "csrf" });

describe("what is done as a person", () => {
  beforeEach(() => setCsrf(null));

  it("asks who is here first, and then no more", async () => {
    world.me = { id: 7, csrf: "t7" };
    expect(await asPerson(7, async () => getCsrf())).toBe("t7");
    world.me = null;
    expect(await asPerson(7, async () => getCsrf())).toBe("t7");
  });

  it("goes on where he has signed in anew in another tab", async () => {
    setCsrf("old", 7);
    world.me = { id: 7, csrf: "new" };
    const act = vi.fn(async () => {
      if (getCsrf() === "old") throw stale();
      return "done";
    });
    expect(await asPerson(7, act)).toBe("done");
    expect(act).toHaveBeenCalledTimes(2);
  });

  it("is never done as who has signed in there instead, nor makes this page his", async () => {
    setCsrf("t7", 7);
    world.me = { id: 8, csrf: "t8" };
    const act = vi.fn(async () => {
      throw stale();
    });
    await expect(asPerson(7, act)).rejects.toMatchObject({ status: 401 });
    // And again: what was learnt of the other is not used.
    await expect(asPerson(7, act)).rejects.toMatchObject({ status: 401 });
    expect(csrfOwner()).toBe(7);
    setCsrf("t8", 8);
    const never = vi.fn();
    await expect(asPerson(7, never)).rejects.toMatchObject({ status: 401 });
    expect(never).not.toHaveBeenCalled();
  });
});

describe("a hand-in that failed", () => {
  const kind = (status: number, more: object = { code: "x" }) =>
    sentOf(new Problem(status, { ...more })).kind;

  it("is sent again, waits for its person, or was refused", () => {
    expect([0, 408, 429, 503].map((status) => kind(status))).toEqual(Array(4).fill("later"));
    expect(kind(401)).toBe("signed_out");
    expect([403, 404, 409, 422].map((status) => kind(status))).toEqual(Array(4).fill("refused"));
    expect(kind(403, { code: "forbidden", permission: "csrf" })).toBe("later");
    expect(sentOf(new TypeError("no network")).kind).toBe("later");
  });

  it("is not refused by who is not the server, and holds up no other", () => {
    expect(kind(500)).toBe("stumbled");
    expect(kind(404, {})).toBe("stumbled");
    expect(kind(511, {})).toBe("stumbled");
    expect(kind(413, {})).toBe("refused");
  });
});

describe("a name that nobody else has", () => {
  it("is had on a page that is not secure, too", () => {
    const real = crypto.randomUUID;
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    try {
      expect(uuid()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(uuid()).not.toBe(uuid());
    } finally {
      Object.defineProperty(crypto, "randomUUID", { value: real, configurable: true });
    }
  });
});
