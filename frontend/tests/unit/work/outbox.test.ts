import { describe, expect, it } from "vitest";
import { type Letter, Outbox, type Sent, UNDO_MS } from "~/api/outbox-core";
import { MemoryTable } from "~/api/shelf";
import { Clock, settled } from "./clock";
import { answered, letter, refused } from "./letters";

function made(table = new MemoryTable<Letter>(), clock = new Clock()) {
  const sent: Letter[] = [];
  const world = { send: answered as (letter: Letter) => Sent };
  const outbox = new Outbox({
    table: async () => table,
    send: async (letter) => {
      sent.push(letter);
      return world.send(letter);
    },
    alone: (act) => act(),
    tell: () => undefined,
    now: () => clock.now,
    later: clock.later,
  });
  return { outbox, table, clock, sent, world };
}

describe("outbox", () => {
  it("sends after the time for taking back, once", async () => {
    const { outbox, clock, sent, table } = made();
    await outbox.put(letter("a"));
    await clock.pass(UNDO_MS - 1);
    expect(sent).toEqual([]);
    expect(outbox.state().waiting).toHaveLength(1);
    await clock.pass(1000);
    expect(sent.map((one) => one.id)).toEqual(["a"]);
    expect(await table.all()).toEqual([]);
    await clock.pass(100_000);
    expect(sent).toHaveLength(1);
  });

  it("gives a letter back while it can, and not after", async () => {
    const { outbox, clock, sent } = made();
    await outbox.put(letter("a"));
    await clock.pass(3000);
    expect((await outbox.takeBack("a"))?.id).toBe("a");
    await clock.pass(20_000);
    expect(sent).toEqual([]);
    await outbox.put(letter("b"));
    await clock.pass(6000);
    expect(await outbox.takeBack("b")).toBeNull();
    expect(sent.map((one) => one.id)).toEqual(["b"]);
  });

  it("sends the same letter until it is answered, and the next only then", async () => {
    const { outbox, clock, sent, world } = made();
    world.send = () => ({ kind: "later" });
    await outbox.put(letter("a", 1));
    await outbox.put(letter("b", 2));
    await clock.pass(20_000);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map((one) => one.id))).toEqual(new Set(["a"]));
    expect(outbox.state().trouble).toBe("offline");
    world.send = answered;
    sent.length = 0;
    await outbox.retry();
    await settled();
    expect(sent.map((one) => one.id)).toEqual(["a", "b"]);
    expect(outbox.state()).toMatchObject({ waiting: [], trouble: null });
  });

  it("outlives the page", async () => {
    const first = made();
    first.world.send = () => ({ kind: "later" });
    await first.outbox.put(letter("a"));
    await first.clock.pass(7000);
    const second = made(first.table, first.clock);
    await second.outbox.start(7);
    await settled();
    expect(second.sent.map((one) => one.id)).toEqual(["a"]);
    expect(await second.table.all()).toEqual([]);
  });

  it("keeps what was refused, with its work, and goes on", async () => {
    const { outbox, clock, sent, world } = made();
    world.send = (one) => (one.id === "a" ? refused : answered(one));
    await outbox.put(letter("a", 1));
    await outbox.put(letter("b", 2));
    await clock.pass(10_000);
    expect(sent.map((one) => one.id)).toEqual(["a", "b"]);
    expect(outbox.state().refused).toMatchObject([
      { id: "a", refusal: { code: "answer_faulty" }, body: letter("a").body },
    ]);
    // The same work, mended, takes its place.
    await outbox.put(letter("c", 1));
    expect(outbox.state().refused).toEqual([]);
  });

  it("sends nobody else's, and waits for who is signed out", async () => {
    const { outbox, clock, sent, world, table } = made();
    world.send = () => ({ kind: "signed_out" });
    await outbox.put(letter("a", 1, 7));
    await clock.pass(6000);
    expect(outbox.state().trouble).toBe("signed_out");
    world.send = answered;
    sent.length = 0;
    await outbox.start(8);
    await settled();
    expect(sent).toEqual([]);
    expect(outbox.state().waiting).toEqual([]);
    expect(await table.all()).toHaveLength(1);
    await outbox.start(7);
    await settled();
    expect(sent.map((one) => one.id)).toEqual(["a"]);
  });

  it("hurries when the page may be about to go", async () => {
    const { outbox, clock, sent } = made();
    await outbox.put(letter("a"));
    await clock.pass(1000);
    await outbox.hurry();
    expect(sent.map((one) => one.id)).toEqual(["a"]);
  });

  it("tells each answer", async () => {
    const { outbox, clock } = made();
    const heard: [string, number][] = [];
    outbox.onAnswer((one, got) => heard.push([one.id, got.assignment_id]));
    await outbox.put(letter("a", 5));
    await clock.pass(6000);
    expect(heard).toEqual([["a", 5]]);
  });
});
