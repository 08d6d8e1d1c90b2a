import { describe, expect, it } from "vitest";
import { type Letter, Outbox, type Sent, UNDO_MS, type Word } from "~/api/outbox-core";
import { MemoryTable } from "~/api/shelf";
import { Clock, settled } from "../work/clock";
import { answered, letter, refused } from "../work/letters";

/** A browser: its tabs share what is kept, take turns at sending, and hear each other. */
function browser() {
  const table = new MemoryTable<Letter>();
  const clock = new Clock();
  const sent: { id: string; tab: number }[] = [];
  const world = { send: answered as (letter: Letter) => Sent | Promise<Sent> };
  const tabs: Outbox[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const open = (): Outbox => {
    const at = tabs.length;
    const tell = (word: Word) => {
      for (const [n, one] of tabs.entries()) if (n !== at) one.hear(structuredClone(word));
    };
    const outbox = new Outbox({
      table: async () => table,
      send: async (letter) => {
        sent.push({ id: letter.id, tab: at });
        return world.send(letter);
      },
      alone: (act) => {
        const mine = turn.then(act);
        turn = mine.catch(() => undefined);
        return mine;
      },
      tell,
      now: () => clock.now,
      later: clock.later,
    });
    tabs.push(outbox);
    return outbox;
  };
  return { table, clock, sent, world, open };
}

const ids = (sent: readonly { id: string }[]) => sent.map((one) => one.id);

describe("an outbox of several tabs", () => {
  it("sends what a tab wrote that is gone before it was due", async () => {
    const { open, clock, sent } = browser();
    const [gone, stays] = [open(), open()];
    await stays.start(7);
    await settled();
    await gone.put(letter("a"));
    await settled();
    // The tab that wrote it is closed: what it planned never happens.
    clock.drop(0);
    await clock.pass(UNDO_MS + 1000);
    expect(ids(sent)).toEqual(["a"]);
  });

  it("never sends what another tab has taken back, also when hurried at that moment", async () => {
    const { open, clock, sent, table } = browser();
    const [one, other] = [open(), open()];
    await other.start(7);
    await one.put(letter("a"));
    await clock.pass(1000);
    const [back] = await Promise.all([one.takeBack("a"), other.hurry()]);
    await clock.pass(20_000);
    // Either it was brought back, or it was sent: never both, never neither.
    expect(Number(back !== null) + sent.length).toBe(1);
    expect(await table.all()).toEqual([]);
  });

  it("takes back what only another tab wrote, and never while that sends it", async () => {
    const { open, clock, world } = browser();
    const [one, other] = [open(), open()];
    await other.start(7);
    const wrote = await one.put(letter("a"));
    let answer = (_: Sent) => {};
    world.send = () => new Promise((done) => (answer = done));
    void one.hurry();
    await settled();
    // The clock of the other tab says that there is time left.
    clock.now -= 60_000;
    expect(await other.takeBack("a")).toBeNull();
    answer(answered(wrote));
    await settled();
    expect(one.state().waiting).toEqual([]);
  });

  it("keeps the later of two hand-ins of one piece, where neither is on its way", async () => {
    const { open, clock, sent } = browser();
    const outbox = open();
    await Promise.all([outbox.put(letter("a")), outbox.put(letter("b"))]);
    await clock.pass(20_000);
    expect(sent).toHaveLength(1);
  });
});

describe("an outbox in hard times", () => {
  it("is not held up by a clock that is set back", async () => {
    const { open, clock, sent } = browser();
    const outbox = open();
    await outbox.put(letter("a", 1));
    clock.now -= 3_600_000;
    await outbox.put(letter("b", 2));
    await clock.pass(30_000);
    expect(ids(sent)).toEqual(["a", "b"]);
  });

  it("goes on with the others where the server fails over one letter", async () => {
    const { open, clock, sent, world } = browser();
    const outbox = open();
    world.send = (one) => (one.id === "a" ? { kind: "stumbled" } : answered(one));
    await outbox.put(letter("a", 1));
    await outbox.put(letter("b", 2));
    await clock.pass(UNDO_MS + 1000);
    expect(ids(sent)).toContain("b");
    expect(ids(outbox.state().waiting)).toEqual(["a"]);
    world.send = answered;
    await clock.pass(60_000);
    expect(outbox.state()).toMatchObject({ waiting: [], trouble: null, sending: null });
    expect(new Set(ids(sent))).toEqual(new Set(["a", "b"]));
  });

  it("goes on after the device could not write", async () => {
    const { open, clock, table, sent } = browser();
    const outbox = open();
    await outbox.put(letter("a"));
    const whole = table.delete;
    table.delete = async () => {
      throw new DOMException("", "QuotaExceededError");
    };
    await clock.pass(UNDO_MS + 1000);
    expect(outbox.state().sending).toBeNull();
    table.delete = whole;
    await clock.pass(60_000);
    // The same letter again: the server knows its key.
    expect(new Set(ids(sent))).toEqual(new Set(["a"]));
    expect(outbox.state().waiting).toEqual([]);
  });

  it("goes on where a listener throws", async () => {
    const { open, clock, sent } = browser();
    const outbox = open();
    outbox.onAnswer(() => {
      throw new Error("the page has a fault");
    });
    await outbox.put(letter("a", 1));
    await outbox.put(letter("b", 2));
    await clock.pass(20_000);
    expect(ids(sent)).toEqual(["a", "b"]);
    expect(outbox.state().sending).toBeNull();
  });

  it("lets go of what was refused once the work is mended, whoever knew of it", async () => {
    const { open, clock, world, table } = browser();
    const first = open();
    world.send = () => refused;
    await first.put(letter("a"));
    await clock.pass(6000);
    // Another visit that has not looked into the box yet.
    const later = open();
    world.send = answered;
    await later.put(letter("b"));
    await clock.pass(6000);
    expect(await table.all()).toEqual([]);
  });

  it("knows of everybody's letters, not only of who is here", async () => {
    const { open } = browser();
    const outbox = open();
    await outbox.put(letter("a", 1, 7));
    await outbox.start(8);
    expect(outbox.state()).toMatchObject({ waiting: [], all: 1 });
  });

  it("does not sleep over a letter that comes in the moment it is done", async () => {
    const { open, clock, sent } = browser();
    const outbox = open();
    const late: Promise<unknown>[] = [];
    outbox.listen(() => {
      if (sent.length === 1 && outbox.state().waiting.length === 0 && late.length === 0)
        late.push(Promise.resolve().then(() => outbox.put(letter("b", 2), 0)));
    });
    await outbox.put(letter("a", 1), 0);
    await settled();
    await clock.pass(100);
    expect(ids(sent)).toEqual(["a", "b"]);
  });
});
