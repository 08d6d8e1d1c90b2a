import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { forget } from "./kept";
import { ARCHIVE, type Parcel } from "./pick";
import { type Sending, send } from "./send";

export type Batch = Schema<"BatchOut">;
export type ImportFormat = Schema<"ImportIn">["format"] & string;

/** A folder of a connection to a cloud. */
export type Cloud = { connectionId: number; folder: string; name: string };

/** Data on its way to items. It goes on while other pages are looked at. */
export type Job = {
  phase: "sending" | "paused" | "checking" | "checked" | "importing" | "imported" | "failed";
  /** What it is called. */
  name: string;
  /** What is sent; nothing where the data lies in a cloud. */
  parcels: readonly Parcel[];
  sent: number;
  total: number;
  /** Seconds until all is sent, once that can be told. */
  left: number | null;
  /** The dry run, then the import itself. */
  batch: Batch | null;
  format: ImportFormat;
  skip: boolean;
  fault?: unknown;
  /** Where it failed: what is to be tried again. */
  failedAt?: "sending" | "checking" | "importing";
};

type Place = { client: QueryClient; projectId: number; stageId: number };
type Running = Place & {
  job: Job;
  check: boolean;
  cloud: Cloud | null;
  /** One for each parcel that was begun; the last one is on its way. */
  sendings: Sending[];
  /** What has been sent whole. */
  uploads: { id: string; url: string }[];
  speed: { at: number; sent: number }[];
  over: boolean;
};

const jobs = new Map<string, Running>();
const listeners = new Set<() => void>();
const keyOf = (projectId: number, stageId: number) => `${projectId}/${stageId}`;

function tell(running: Running, change: Partial<Job>): void {
  if (running.over) return;
  running.job = { ...running.job, ...change };
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is on its way into a stage; null for nothing. */
export const useJob = (projectId: number, stageId: number): Job | null =>
  useSyncExternalStore(listen, () => jobs.get(keyOf(projectId, stageId))?.job ?? null);

// Leaving the page breaks an upload off: ask first. What is sent is kept all the same.
addEventListener("beforeunload", (event) => {
  for (const { job } of jobs.values()) if (job.phase === "sending") event.preventDefault();
});

type How = { check: boolean; format: ImportFormat; skip: boolean };

/** Begins to send; then looks at it in a dry run (`check`), or imports it at once. */
export function begin(place: Place, parcels: readonly Parcel[], how: How): void {
  const name = parcels.map((parcel) => parcel.name).join(", ");
  start(added(place, name, parcels, null, how));
}

/** Looks at what lies in a cloud, in a dry run; or imports it at once. */
export function beginFar(place: Place, cloud: Cloud, how: How): void {
  void look(added(place, cloud.name, [], cloud, how), how.check);
}

function added(
  place: Place,
  name: string,
  parcels: readonly Parcel[],
  cloud: Cloud | null,
  how: How,
): Running {
  const job: Job = {
    phase: cloud === null ? "sending" : "checking",
    name,
    parcels,
    sent: 0,
    total: parcels.reduce((sum, parcel) => sum + parcel.body.size, 0),
    left: null,
    batch: null,
    format: how.format,
    skip: how.skip,
  };
  const running: Running = {
    ...place,
    job,
    check: how.check,
    cloud,
    sendings: [],
    uploads: [],
    speed: [],
    over: false,
  };
  jobs.set(keyOf(place.projectId, place.stageId), running);
  tell(running, {});
  return running;
}

/** Sends one parcel after the other. */
function start(running: Running): void {
  const fail = (fault: unknown) =>
    tell(running, { phase: "failed", failedAt: "sending", fault, left: null });
  const { parcels, total } = running.job;
  const at = running.uploads.length;
  const parcel = parcels[at];
  if (parcel === undefined) {
    tell(running, { sent: total, left: null });
    void look(running, running.check);
    return;
  }
  const before = parcels.slice(0, at).reduce((sum, one) => sum + one.body.size, 0);
  tell(running, { phase: "sending", fault: undefined });
  send(running.projectId, parcel, {
    progress: (sent) => {
      const now = before + sent;
      tell(running, { sent: now, left: leftOf(running, now, total) });
    },
    done: (id, url) => {
      running.uploads.push({ id, url });
      if (!running.over) start(running);
    },
    failed: fail,
  }).then((sending) => {
    running.sendings.push(sending);
    if (running.over) void sending.cancel().catch(() => undefined);
  }, fail);
}

/** Seconds until the end at the pace of the last ten seconds. */
function leftOf(running: Running, sent: number, total: number): number | null {
  const now = performance.now();
  const seen = running.speed;
  if (seen.length === 0 || now - seen.at(-1)!.at > 250) seen.push({ at: now, sent });
  while (seen.length > 2 && now - seen[0]!.at > 10_000) seen.shift();
  const [first] = seen;
  if (first === undefined || now - first.at < 2000 || sent <= first.sent) return null;
  return ((total - sent) * (now - first.at)) / (sent - first.sent) / 1000;
}

async function look(running: Running, dry: boolean): Promise<void> {
  const at = dry ? "checking" : "importing";
  tell(running, { phase: at, batch: null, fault: undefined });
  try {
    const { job, uploads, cloud, projectId, stageId } = running;
    const ids = uploads.map((upload) => upload.id);
    const source =
      cloud === null
        ? ids.length === 1
          ? { upload_id: ids[0] ?? "" }
          : { upload_ids: ids }
        : { connection_id: cloud.connectionId, folder: cloud.folder || null };
    let batch = await must(
      api.POST("/api/v1/projects/{project_id}/imports", {
        params: { path: { project_id: projectId } },
        body: {
          stage_id: stageId,
          ...source,
          format: job.format,
          dry_run: dry,
          on_existing: job.skip ? "skip" : "refuse",
          name: imported(job),
        },
      }),
    );
    if (!dry) for (const upload of uploads) forget(upload.url);
    tell(running, { batch });
    batch = await settled(running, batch, at);
    if (running.over || running.job.phase !== at) return;
    if (batch.state !== "imported")
      tell(running, { phase: "failed", failedAt: at, batch, fault: undefined });
    else tell(running, { phase: dry ? "checked" : "imported", batch });
    if (!dry) void running.client.invalidateQueries({ queryKey: ["project", running.projectId] });
  } catch (fault) {
    if (running.job.phase === at) tell(running, { phase: "failed", failedAt: at, fault });
  }
}

// A manifest or a label file alone is told by its name; an archive may be called as one likes.
const imported = ({ name, parcels }: Job): string => {
  const [only] = parcels.length === 1 ? parcels : [];
  const alone = only?.files === 1 && !ARCHIVE.test(only.filename);
  return (alone ? only.filename : name).slice(0, 200);
};

/** The batch once it has ended; how far it is, is told on the way. */
async function settled(running: Running, batch: Batch, at: string): Promise<Batch> {
  let now = batch;
  while (now.state === "pending" || now.state === "importing") {
    await new Promise((wake) => setTimeout(wake, 600));
    if (running.over || running.job.phase !== at) return now;
    try {
      now = await must(
        api.GET("/api/v1/projects/{project_id}/batches/{batch_id}", {
          params: { path: { project_id: running.projectId, batch_id: now.id } },
        }),
      );
      tell(running, { batch: now });
    } catch (error) {
      // It goes on at the server, whether we hear of it or not.
      if (!isProblem(error) || !error.offline) throw error;
    }
  }
  return now;
}

const found = (projectId: number, stageId: number) => jobs.get(keyOf(projectId, stageId));

/** Stops sending until it is taken up again; what is sent stays with the server. */
export function pause(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  const sending = running?.sendings.at(-1);
  if (running?.job.phase !== "sending" || sending === undefined) return;
  sending.pause();
  running.speed = [];
  tell(running, { phase: "paused", left: null });
}

/** Goes on sending. */
export function resume(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  const sending = running?.sendings.at(-1);
  if (running?.job.phase !== "paused" || sending === undefined) return;
  tell(running, { phase: "sending" });
  sending.resume();
}

/** Looks at it again, as another format perhaps. */
export function check(projectId: number, stageId: number, format: ImportFormat): void {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  tell(running, { format });
  void look(running, true);
}

/** Imports what was sent, for good. */
export function take(projectId: number, stageId: number, skip: boolean): void {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  const { job } = running;
  if (job.phase === "checking" && job.batch !== null) void callOff(projectId, job.batch.id);
  tell(running, { skip });
  void look(running, false);
}

/** Tries again what failed. */
export function again(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  if (running.uploads.length < running.job.parcels.length) start(running);
  else void look(running, running.job.failedAt === "checking");
}

const callOff = (projectId: number, batchId: number) =>
  must(
    api.POST("/api/v1/projects/{project_id}/batches/{batch_id}/cancel", {
      params: { path: { project_id: projectId, batch_id: batchId } },
    }),
  ).catch(() => undefined); // it has ended by itself

/** Gives it up: the server forgets the bytes, an import that goes on leaves no item. */
export async function giveUp(projectId: number, stageId: number): Promise<void> {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  const { job, uploads, sendings } = running;
  if (job.batch !== null && (job.phase === "checking" || job.phase === "importing"))
    await callOff(projectId, job.batch.id);
  for (const upload of uploads) forget(upload.url);
  close(projectId, stageId);
  if (job.phase !== "imported" && job.phase !== "importing")
    // What cannot be forgotten expires by itself.
    await Promise.all(sendings.map((sending) => sending.cancel().catch(() => undefined)));
}

/** Makes room for the next upload. */
export function close(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  running.over = true;
  jobs.delete(keyOf(projectId, stageId));
  for (const listener of listeners) listener();
}
