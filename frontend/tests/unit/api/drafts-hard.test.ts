import { beforeEach, describe, expect, it } from "vitest";
import { beginning, keeperOf, type LocalDraft, workId } from "~/api/drafts";
import { type Body, begin, DraftKeeper, LOCAL_MS, type Put, SERVER_MS } from "~/api/drafts-core";
import { shelf } from "~/api/shelf";
import { tab } from "~/api/tab";
import { Clock, settled } from "../work/clock";

const body = (n: number): Body => ({ modality: "picture", annotations: [{ id: `a${n}` }] });
const WORK = { person: 7, project_id: 1, assignment_id: 5 };
const row = (change: Partial<LocalDraft>): LocalDraft => ({
  id: `${workId(WORK)}/${change.tab ?? tab()}`,
  work: workId(WORK),
  tab: tab(),
  base: 1,
  body: body(1),
  active: 1000,
  at: 10,
  dirty: true,
  ...change,
});

function made() {
  const clock = new Clock();
  const kept: { body: Body; base: number; dirty: boolean; going?: Body }[] = [];
  const puts: { revision: number; body: Body }[] = [];
  const world = {
    put: async (revision: number): Promise<Put> => ({ kind: "saved", revision: revision + 1 }),
    keep: async (draft: (typeof kept)[number]) => void kept.push(draft),
  };
  const keeper = new DraftKeeper(
    {
      keep: (draft) => world.keep(draft),
      put: (revision, sent) => {
        puts.push({ revision, body: sent });
        return world.put(revision);
      },
      later: clock.later,
      active: () => 0,
    },
    1,
  );
  return { clock, kept, puts, world, keeper };
}

describe("the keeper of a draft on a device that is full", () => {
  it("still saves on the server, and says so", async () => {
    const { clock, puts, world, keeper } = made();
    world.keep = async () => {
      throw new DOMException("", "QuotaExceededError");
    };
    keeper.change(() => body(2));
    await clock.pass(LOCAL_MS + SERVER_MS);
    expect(puts).toHaveLength(1);
    expect(keeper.state()).toBe("saved");
    // And it may be handed in: keeping before that is no hindrance.
    await expect(keeper.keep()).resolves.toBeUndefined();
  });

  it("writes on it again when there is room", async () => {
    const { clock, kept, world, keeper } = made();
    const whole = world.keep;
    world.keep = async () => {
      throw new Error("full");
    };
    world.put = async () => ({ kind: "unreachable" });
    keeper.change(() => body(2));
    await clock.pass(LOCAL_MS);
    world.keep = whole;
    await keeper.keep();
    expect(kept.at(-1)).toMatchObject({ body: body(2), dirty: true });
  });
});

describe("a saving that is under way", () => {
  it("is followed by what changed meanwhile, where somebody asks for all to be sent", async () => {
    const { clock, puts, world, keeper } = made();
    let saved = () => {};
    world.put = (revision) =>
      new Promise((done) => {
        saved = () => done({ kind: "saved", revision: revision + 1 });
      });
    keeper.change(() => body(2));
    await clock.pass(SERVER_MS);
    keeper.change(() => body(3));
    const pushed = keeper.push();
    saved();
    await settled();
    saved();
    await pushed;
    expect(puts.map((put) => put.body)).toEqual([body(2), body(3)]);
  });

  it("is known again after a reload that came before its answer", async () => {
    const { clock, kept, world, keeper } = made();
    world.put = () => new Promise(() => {});
    keeper.change(() => body(2));
    await clock.pass(SERVER_MS);
    keeper.change(() => body(3));
    await clock.pass(LOCAL_MS);
    const local = row({ ...kept.at(-1) });
    // The server has taken what was under way: nobody else went on from the same.
    expect(begin({ revision: 2, body: body(2) }, [local], tab())).toMatchObject({
      body: body(3),
      base: 2,
      unsaved: true,
      conflict: null,
    });
    // It has something else: somebody did.
    expect(begin({ revision: 2, body: body(9) }, [local], tab()).conflict).not.toBeNull();
  });
});

describe("what a crashed tab left", () => {
  beforeEach(async () => {
    const { drafts } = await shelf();
    for (const one of await drafts.all()) await drafts.delete(one.id);
  });

  it("is taken up once, and never again asked about", async () => {
    const { drafts } = await shelf();
    await drafts.put(row({ tab: "crashed" }));
    const first = await beginning(WORK, { revision: 1, body: body(0) });
    expect(first).toMatchObject({ body: body(1), unsaved: true, conflict: null });
    expect((await drafts.all()).map((one) => one.tab)).toEqual([tab()]);
    // It went on from there, and was saved; then the page was loaded again.
    await drafts.put(row({ base: 4, body: body(4), dirty: false, at: 99 }));
    expect(await beginning(WORK, { revision: 4, body: body(4) })).toMatchObject({
      body: body(4),
      conflict: null,
    });
  });

  it("is settled where the server has it already", async () => {
    const { drafts } = await shelf();
    await drafts.put(row({ base: 1, body: body(2) }));
    await beginning(WORK, { revision: 2, body: body(2) });
    // Another device goes on from there.
    expect(await beginning(WORK, { revision: 3, body: body(3) })).toMatchObject({
      body: body(3),
      base: 3,
      unsaved: false,
      conflict: null,
    });
  });

  it("keeps being written where it was found", async () => {
    const { drafts } = await shelf();
    const from = await beginning(WORK, null);
    const keeper = keeperOf(WORK, from, () => 5);
    keeper.change(() => body(8));
    await keeper.keep();
    keeper.stop();
    expect(await drafts.all()).toMatchObject([{ tab: tab(), body: body(8), dirty: true }]);
  });
});
