import { describe, expect, it } from "vitest";
import type { LocalDraft } from "~/api/drafts";
import {
  type Body,
  begin,
  DraftKeeper,
  LOCAL_MS,
  type Put,
  SERVER_MS,
  same,
} from "~/api/drafts-core";
import { Clock, settled } from "./clock";

const body = (n: number): Body => ({ modality: "picture", annotations: [{ id: `a${n}` }] });

function made(base = 0) {
  const clock = new Clock();
  const kept: { body: Body; base: number; dirty: boolean }[] = [];
  const puts: { revision: number; body: Body }[] = [];
  const world = { put: (revision: number): Put => ({ kind: "saved", revision: revision + 1 }) };
  const keeper = new DraftKeeper(
    {
      keep: async (draft) => void kept.push(draft),
      put: async (revision, sent) => {
        puts.push({ revision, body: sent });
        return world.put(revision);
      },
      later: clock.later,
      active: () => 0,
    },
    base,
  );
  return { clock, kept, puts, world, keeper };
}

describe("the keeper of a draft", () => {
  it("keeps on the device within 400 ms and on the server within seconds", async () => {
    const { clock, kept, puts, keeper } = made();
    keeper.change(() => body(1));
    expect(keeper.state()).toBe("saving");
    expect(LOCAL_MS).toBeLessThan(400);
    await clock.pass(LOCAL_MS);
    expect(kept).toEqual([{ body: body(1), base: 0, dirty: true, active: 0 }]);
    await clock.pass(SERVER_MS);
    expect(puts).toEqual([{ revision: 0, body: body(1) }]);
    expect(keeper.state()).toBe("saved");
    expect(kept.at(-1)).toMatchObject({ base: 1, dirty: false });
  });

  it("sends the latest of many changes, on the revision that it got", async () => {
    const { clock, puts, keeper } = made();
    for (let n = 0; n < 20; n++) {
      keeper.change(() => body(n));
      await clock.pass(100);
    }
    await clock.pass(SERVER_MS);
    expect(puts.map((put) => put.body)).toEqual([body(19)]);
    keeper.change(() => body(20));
    await clock.pass(SERVER_MS);
    expect(puts.at(-1)).toEqual({ revision: 1, body: body(20) });
  });

  it("does not lose what changes while a saving is under way", async () => {
    const { clock, puts, keeper, world } = made();
    let again = true;
    world.put = (revision) => {
      if (again) {
        again = false;
        keeper.change(() => body(2));
      }
      return { kind: "saved", revision: revision + 1 };
    };
    keeper.change(() => body(1));
    await clock.pass(SERVER_MS);
    expect(keeper.state()).toBe("saving");
    await clock.pass(SERVER_MS);
    expect(puts).toEqual([
      { revision: 0, body: body(1) },
      { revision: 1, body: body(2) },
    ]);
    expect(keeper.state()).toBe("saved");
  });

  it("says that it is offline, and tries until it is not", async () => {
    const { clock, puts, keeper, world } = made();
    world.put = () => ({ kind: "unreachable" });
    keeper.change(() => body(1));
    await clock.pass(SERVER_MS);
    expect(keeper.state()).toBe("offline");
    world.put = (revision) => ({ kind: "saved", revision: revision + 1 });
    await clock.pass(60_000);
    expect(keeper.state()).toBe("saved");
    expect(puts.at(-1)?.body).toEqual(body(1));
  });

  it("asks for a choice where two went on from the same, and then goes on", async () => {
    const { clock, puts, keeper, world } = made(3);
    world.put = (revision) =>
      revision === 3
        ? { kind: "stale", theirs: { revision: 5, body: body(9) } }
        : { kind: "saved", revision: revision + 1 };
    keeper.change(() => body(1));
    await clock.pass(SERVER_MS);
    expect(keeper.state()).toBe("conflict");
    expect(keeper.theirs()).toEqual({ revision: 5, body: body(9) });
    keeper.change(() => body(2));
    await clock.pass(60_000);
    expect(puts).toHaveLength(1);
    keeper.settle(() => body(2));
    await clock.pass(10);
    expect(puts.at(-1)).toEqual({ revision: 5, body: body(2) });
    expect(keeper.state()).toBe("saved");
  });

  it("has nothing to ask where the other one says the same", async () => {
    const { clock, keeper, world } = made(3);
    world.put = (revision) =>
      revision === 3
        ? { kind: "stale", theirs: { revision: 4, body: body(1) } }
        : { kind: "saved", revision: revision + 1 };
    keeper.change(() => body(1));
    await clock.pass(SERVER_MS);
    expect(keeper.state()).toBe("saved");
  });

  it("stops where the work is not ours any more", async () => {
    const { clock, puts, keeper, world } = made();
    world.put = () => ({ kind: "closed" });
    keeper.change(() => body(1));
    await clock.pass(100_000);
    expect(keeper.state()).toBe("closed");
    expect(puts).toHaveLength(1);
  });

  it("writes nothing after it was stopped", async () => {
    const { clock, kept, puts, keeper } = made();
    keeper.change(() => body(1));
    keeper.stop();
    await clock.pass(60_000);
    await settled();
    expect([kept, puts]).toEqual([[], []]);
  });
});

const local = (change: Partial<LocalDraft>): LocalDraft => ({
  id: "w/t",
  work: "w",
  tab: "t",
  base: 1,
  body: body(1),
  active: 1000,
  at: 10,
  dirty: true,
  ...change,
});

describe("with what to begin", () => {
  it("the server's, where this device has nothing newer", () => {
    const server = { revision: 4, body: body(4) };
    expect(begin(server, [], "t")).toMatchObject({ body: body(4), base: 4, unsaved: false });
    expect(begin(server, [local({ dirty: false })], "t")).toMatchObject({ body: body(4) });
  });

  it("this device's, where a crash came before the server heard of it", () => {
    const server = { revision: 1, body: body(0) };
    expect(begin(server, [local({})], "t")).toEqual({
      body: body(1),
      base: 1,
      unsaved: true,
      active: 1000,
      conflict: null,
    });
    expect(begin(null, [local({ base: 0 })], "t")).toMatchObject({ body: body(1), base: 0 });
  });

  it("both, to choose from, where another went on meanwhile", () => {
    const server = { revision: 2, body: body(2) };
    expect(begin(server, [local({ base: 1 })], "t")).toMatchObject({
      body: body(1),
      conflict: server,
    });
  });

  it("this tab's before another tab's, and the newest without a connection", () => {
    const other = local({ id: "w/u", tab: "u", at: 99, body: body(8) });
    expect(begin({ revision: 1, body: body(0) }, [other, local({})], "t").body).toEqual(body(1));
    expect(begin(undefined, [local({ dirty: false })], "t")).toMatchObject({ body: body(1) });
    expect(begin(undefined, [], "t").body).toBeNull();
  });

  it("knows the same draft in another order of keys", () => {
    expect(same({ a: 1, b: [1, { c: 2, d: null }] }, { b: [1, { d: null, c: 2 }], a: 1 })).toBe(
      true,
    );
    expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(same({ a: undefined }, { b: undefined })).toBe(false);
    expect(same([], {})).toBe(false);
  });
});
