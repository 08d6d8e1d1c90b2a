import { queryOptions } from "@tanstack/react-query";
import { api, must, type Schema } from "~/api/client";
import { deviceHere } from "~/api/device";
import { Problem } from "~/api/problem";

export type Lease = Schema<"Lease">;
export type Work = Schema<"WorkOut">;
export type WorkRow = Schema<"WorkRow">;
export type Offer = Schema<"Offer">;
export type Turn = Schema<"Turn">;

/** A stage, as its page names it. */
export type Place = { project_id: number; stage_id: number };
/** One piece of work. */
export type Which = { project_id: number; assignment_id: number };

const path = ({ project_id, assignment_id }: Which) => ({
  params: { path: { project_id, assignment_id } },
});

/** Claims up to `count` pieces of work; the same key gets the same ones. */
export async function claim(place: Place, count: number, key: string): Promise<Lease[]> {
  const { leases } = await must(
    api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/claims", {
      params: { path: place, header: { "idempotency-key": key } },
      body: { level: 0, count, device: deviceHere() },
    }),
  );
  return leases;
}

/** What this person holds of a stage's work and has not handed in, what ends first before. */
export async function held(place: Place): Promise<WorkRow[]> {
  const page = await must(
    api.GET("/api/v1/me/assignments", {
      params: { query: { state: ["reserved"], project_id: place.project_id, limit: 200 } },
    }),
  );
  return page.items
    .filter((row) => row.stage_id === place.stage_id && row.level === 0)
    .sort((a, b) => (a.due_at ?? "").localeCompare(b.due_at ?? "") || a.id - b.id);
}

export const readWork = (which: Which): Promise<Work> =>
  must(api.GET("/api/v1/projects/{project_id}/assignments/{assignment_id}", path(which)));

export const extend = (which: Which): Promise<Lease> =>
  must(api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/extend", path(which)));

export const resume = (which: Which): Promise<Lease> =>
  must(api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/resume", path(which)));

export const giveBack = (which: Which, why: string): Promise<Lease> =>
  must(
    api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/return", {
      ...path(which),
      body: { why },
    }),
  );

/** Where the file of a piece of work is, for some minutes. */
export const media = ({ project_id, task_id, item }: Lease): Promise<Schema<"MediaOut">> =>
  must(
    api.GET("/api/v1/projects/{project_id}/items/{item_id}/media", {
      params: { path: { project_id, item_id: item.id }, query: { task_id } },
    }),
  );

/** The file of a piece of work; of a picture in tiles what is shown of it first. */
export async function picture(lease: Lease): Promise<Blob> {
  const found = await media(lease);
  const large = lease.item.tiles ? await import("~/api/media") : null;
  const url = large?.shownAt(found) ?? found.url;
  let answer: Response;
  try {
    answer = await fetch(url);
  } catch {
    throw new Problem(0, { code: "offline" });
  }
  if (!answer.ok) throw new Problem(answer.status, { code: "picture" });
  return answer.blob();
}

/** Work that one may claim: names, price, pace. */
export const offersQuery = queryOptions({
  queryKey: ["work", "offers"],
  staleTime: 60_000,
  // Without a connection at once, and no harm done: it is only what stands beside the work.
  networkMode: "always",
  retry: false,
  queryFn: () => must(api.GET("/api/v1/work")),
});
