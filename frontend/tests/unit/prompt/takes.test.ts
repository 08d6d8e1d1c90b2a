import { describe, expect, it } from "vitest";
import type { Capture } from "~/api/captures";
import { MemoryTable } from "~/api/shelf";
import { type Stepped, type Take, Takes, type TakeWord } from "~/api/takes-core";
import { Clock, settled } from "../work/clock";

const take = (id: string, more: Partial<Take> = {}): Take => ({
  id,
  work: "7/1/2",
  person: 7,
  project_id: 1,
  assignment_id: 2,
  label: "speech",
  part: null,
  kind: "recording",
  name: `speech-${id}.wav`,
  blob: new Blob(["sound"]),
  device: null,
  wave: [],
  seconds: 2,
  at: 1,
  url: null,
  whole: false,
  capture: null,
  refusal: null,
  dropped: false,
  ...more,
});
const capture = (state: string): Capture => ({ id: 9, state, faults: [] }) as unknown as Capture;

/** A browser: its tabs share what is kept and take turns; the server is what `world` says. */
function browser() {
  const table = new MemoryTable<Take>();
  const clock = new Clock();
  const done: string[] = [];
  const world = {
    send: async (): Promise<Stepped> => ({ kind: "done", change: { whole: true } }),
    state: "passed",
  };
  const tabs: Takes[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const open = (): Takes => {
    const at = tabs.length;
    const made = new Takes({
      table: async () => table,
      send: async (one, ears) => {
        done.push(`send ${one.id} ${one.url ?? "anew"}`);
        if (one.url === null) await ears.url(`/uploads/${one.id}`);
        ears.sent(3);
        return world.send();
      },
      register: async (one) => {
        done.push(`register ${one.id}`);
        return { kind: "done", change: { capture: capture("checking") } };
      },
      look: async () => ({ kind: "done", change: { capture: capture(world.state) } }),
      drop: async (one) => {
        done.push(`drop ${one.id}`);
        return { kind: "done", change: {} };
      },
      alone: (act) => {
        const mine = turn.then(act);
        turn = mine.catch(() => undefined);
        return mine;
      },
      tell: (word: TakeWord) => {
        for (const [n, one] of tabs.entries()) if (n !== at) one.hear(word);
      },
      later: clock.later,
    });
    tabs.push(made);
    return made;
  };
  return { table, clock, done, world, open };
}

describe("takes that wait on a device", () => {
  it("are sent, looked over and kept with what came of it", async () => {
    const { open, done, clock, table } = browser();
    const takes = open();
    await takes.start(7);
    await takes.put(take("a"));
    await settled();
    await clock.pass(5_000);
    expect(done).toEqual(["send a anew", "register a"]);
    expect((await table.get("a"))?.capture?.state).toBe("passed");
  });

  it("go on where the bytes stopped, in whichever tab", async () => {
    const { open, done, clock, world, table } = browser();
    const first = open();
    await first.start(7);
    world.send = async () => ({ kind: "later" });
    await first.put(take("a"));
    await settled();
    expect(first.state().trouble).toBe("offline");
    expect((await table.get("a"))?.url).toBe("/uploads/a");
    world.send = async () => ({ kind: "done", change: { whole: true } });
    const second = open();
    await second.start(7);
    await settled();
    await clock.pass(60_000);
    expect(done.slice(0, 2)).toEqual(["send a anew", "send a /uploads/a"]);
    expect(done.filter((one) => one.startsWith("register"))).toEqual(["register a"]);
  });

  it("are each sent once by several tabs", async () => {
    const { open, done, clock } = browser();
    const [one, other] = [open(), open()];
    await one.start(7);
    await other.start(7);
    await one.put(take("a"));
    await other.put(take("b", { at: 2 }));
    await settled();
    await clock.pass(10_000);
    expect(done.filter((each) => each.startsWith("register")).sort()).toEqual([
      "register a",
      "register b",
    ]);
  });

  it("say why one is not taken, and do not hold up the others", async () => {
    const { open, done, clock, world, table } = browser();
    const takes = open();
    await takes.start(7);
    let first = true;
    world.send = async () => {
      const refused = first;
      first = false;
      return refused
        ? {
            kind: "refused",
            refusal: { status: 409, code: "not_collecting", detail: "", more: {} },
          }
        : { kind: "done", change: { whole: true } };
    };
    await takes.put(take("a"));
    await takes.put(take("b", { at: 2 }));
    await settled();
    await clock.pass(5_000);
    expect((await table.get("a"))?.refusal?.code).toBe("not_collecting");
    expect((await table.get("b"))?.capture?.state).toBe("passed");
    await takes.again("a");
    await settled();
    await clock.pass(5_000);
    expect((await table.get("a"))?.capture?.state).toBe("passed");
    expect(done.filter((one) => one === "register a")).toHaveLength(1);
  });

  it("are forgotten at the server too where they are not wanted any more", async () => {
    const { open, done, clock, table } = browser();
    const takes = open();
    await takes.start(7);
    await takes.put(take("a"));
    await settled();
    await clock.pass(5_000);
    await takes.drop("a");
    await settled();
    expect(done.at(-1)).toBe("drop a");
    expect(await table.get("a")).toBeUndefined();
  });

  it("wait for their own person", async () => {
    const { open, done, clock, table } = browser();
    await table.put(take("a", { person: 8 }));
    await open().start(7);
    await settled();
    await clock.pass(60_000);
    expect(done).toEqual([]);
  });
});
