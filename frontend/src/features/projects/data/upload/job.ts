import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { forget } from "./kept";
import type { Parcel } from "./pick";
import { type Sending, send } from "./send";

export type Batch = Schema<"BatchOut">;
export type ImportFormat = Schema<"ImportIn">["format"] & string;

/** One upload on its way to items. It goes on while other pages are looked at. */
export type Job = {
  phase: "sending" | "paused" | "checking" | "checked" | "importing" | "imported" | "failed";
  parcel: Parcel;
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
  sending: Sending | null;
  upload: { id: string; url: string } | null;
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

/** Begins to send; then looks at it in a dry run (`check`), or imports it at once. */
export function begin(
  place: Place,
  parcel: Parcel,
  how: { check: boolean; format: ImportFormat; skip: boolean },
): void {
  const total = parcel.body.size;
  const job: Job = {
    phase: "sending",
    parcel,
    sent: 0,
    total,
    left: null,
    batch: null,
    format: how.format,
    skip: how.skip,
  };
  const running: Running = {
    ...place,
    job,
    check: how.check,
    sending: null,
    upload: null,
    speed: [],
    over: false,
  };
  jobs.set(keyOf(place.projectId, place.stageId), running);
  tell(running, {});
  start(running);
}

function start(running: Running): void {
  const fail = (fault: unknown) =>
    tell(running, { phase: "failed", failedAt: "sending", fault, left: null });
  tell(running, { phase: "sending", fault: undefined });
  send(running.projectId, running.job.parcel, {
    progress: (sent, total) => tell(running, { sent, total, left: leftOf(running, sent, total) }),
    done: (id, url) => {
      running.upload = { id, url };
      tell(running, { sent: running.job.total, left: null });
      look(running, running.check);
    },
    failed: fail,
  }).then((sending) => {
    running.sending = sending;
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
    const { job, upload, projectId, stageId } = running;
    let batch = await must(
      api.POST("/api/v1/projects/{project_id}/imports", {
        params: { path: { project_id: projectId } },
        body: {
          stage_id: stageId,
          upload_id: upload?.id ?? "",
          format: job.format,
          dry_run: dry,
          on_existing: job.skip ? "skip" : "refuse",
          name: imported(job.parcel),
        },
      }),
    );
    if (!dry && upload !== null) forget(upload.url);
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
const imported = (parcel: Parcel): string =>
  (parcel.files === 1 && !/\.zip$/i.test(parcel.filename) ? parcel.filename : parcel.name).slice(
    0,
    200,
  );

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
  if (running?.job.phase !== "sending" || running.sending === null) return;
  running.sending.pause();
  running.speed = [];
  tell(running, { phase: "paused", left: null });
}

/** Goes on sending. */
export function resume(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  if (running?.job.phase !== "paused" || running.sending === null) return;
  tell(running, { phase: "sending" });
  running.sending.resume();
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
  if (running.upload === null) start(running);
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
  const { job, upload, sending } = running;
  if (job.batch !== null && (job.phase === "checking" || job.phase === "importing"))
    await callOff(projectId, job.batch.id);
  if (upload !== null) forget(upload.url);
  close(projectId, stageId);
  if (job.phase !== "imported" && job.phase !== "importing")
    await sending?.cancel().catch(() => undefined); // it expires by itself
}

/** Makes room for the next upload. */
export function close(projectId: number, stageId: number): void {
  const running = found(projectId, stageId);
  if (running === undefined) return;
  running.over = true;
  jobs.delete(keyOf(projectId, stageId));
  for (const listener of listeners) listener();
}
