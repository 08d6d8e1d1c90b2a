import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Chore, type Counts, hearChore, hearCounts, liveKeys } from "~/api/live";

const chore = (id: number, state: Chore["state"], done = 0): Chore => ({
  id,
  kind: "open_items",
  state,
  project_id: 7,
  attempts: 1,
  max_attempts: 5,
  done,
  total: 10,
  result: null,
  error: null,
  created_at: "2026-07-01T00:00:00Z",
  started_at: null,
  finished_at: null,
});
const pages = (...rows: Chore[]) => ({ pages: [{ items: rows, next: null }], pageParams: [0] });
const counts = (accepted: number): Counts => ({
  items: { total: 10, accepted, in_work: 0, waiting: 0, excluded: 0 },
  tasks: {},
  waiting: { "0": 1 },
});

let client: QueryClient;
let invalidated: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  client = new QueryClient();
  invalidated = vi.spyOn(client, "invalidateQueries");
});

describe("a chore that is heard of", () => {
  it("takes its place in lists that know it", () => {
    client.setQueryData(liveKeys.chores(null), pages(chore(2, "queued"), chore(1, "done")));
    hearChore(client, null, chore(2, "running", 4));
    const list = client.getQueryData<ReturnType<typeof pages>>(liveKeys.chores(null));
    expect(list?.pages[0]?.items.map((row) => [row.id, row.state, row.done])).toEqual([
      [2, "running", 4],
      [1, "done", 0],
    ]);
    expect(invalidated).toHaveBeenCalledExactlyOnceWith({ queryKey: liveKeys.machine });
  });

  it("has lists read anew that do not know it, and when it ends", () => {
    client.setQueryData(liveKeys.chores(7), pages(chore(1, "running")));
    hearChore(client, 7, chore(2, "queued"));
    expect(invalidated).toHaveBeenCalledTimes(1);
    hearChore(client, 7, chore(1, "done"));
    expect(invalidated).toHaveBeenCalledTimes(2);
  });

  it("is kept under its own key; what hangs on it is read anew when it ends", () => {
    client.setQueryData(liveKeys.chores(7), pages(chore(1, "queued")));
    hearChore(client, 7, chore(1, "running"));
    expect(client.getQueryData(liveKeys.chore(7, 1))).toMatchObject({ state: "running" });
    invalidated.mockClear();
    hearChore(client, 7, chore(1, "done"));
    const keys = invalidated.mock.calls.map(
      (call: unknown[]) => (call[0] as { queryKey: unknown }).queryKey,
    );
    expect(keys).toContainEqual(["project", 7]);
  });
});

describe("counts that are heard of", () => {
  it("have the overview read anew once they move", () => {
    hearCounts(client, 7, counts(1));
    expect(invalidated).not.toHaveBeenCalled();
    hearCounts(client, 7, counts(2));
    expect(client.getQueryData(liveKeys.counts(7))).toEqual(counts(2));
    expect(invalidated).toHaveBeenCalledWith({ queryKey: ["project", 7, "overview"] });
  });

  it("say nothing new where a stream that came back begins with the same", () => {
    hearCounts(client, 7, counts(1));
    hearCounts(client, 7, counts(1));
    expect(invalidated).not.toHaveBeenCalled();
  });
});
