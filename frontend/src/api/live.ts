import {
  hashKey,
  type InfiniteData,
  type QueryClient,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import type { Schema } from "./client";

export type Chore = Schema<"ChoreOut">;
export type Counts = {
  items: Schema<"ItemFigures">;
  tasks: Record<string, number>;
  /** Free places by level, counted up to 1,000. */
  waiting: Record<string, number>;
};

const ENDED = new Set<Chore["state"]>(["done", "dead", "cancelled"]);

/** The keys under which what a stream tells is found. `null`: all projects, for the operator. */
export const liveKeys = {
  chores: (project: number | null) =>
    project === null ? ["chores"] : ["project", project, "chores"],
  chore: (project: number, chore: number) => ["project", project, "chore", chore],
  coming: ["announcements", "mine"],
  machine: ["machine"],
  counts: (project: number) => ["project", project, "counts"],
  signing: (path: SigningPath) => ["signing", path],
};

type Chores = { items: Chore[]; next?: number | null };

/** Puts a chore into what has been read of lists and into its own place. Where it has just ended,
 * what hangs on it is read anew. */
export function hearChore(client: QueryClient, project: number | null, chore: Chore): void {
  const known = client
    .getQueriesData<InfiniteData<Chores>>({ queryKey: liveKeys.chores(project) })
    .flatMap(([, list]) => list?.pages.flatMap((page) => page.items) ?? [])
    .find((row) => row.id === chore.id);
  client.setQueriesData<InfiniteData<Chores>>(
    { queryKey: liveKeys.chores(project) },
    (list) => list && { ...list, pages: list.pages.map((page) => replaced(page, chore)) },
  );
  if (known === undefined || (known.state !== chore.state && ENDED.has(chore.state)))
    void client.invalidateQueries({ queryKey: liveKeys.chores(project) });
  if (project === null) {
    void client.invalidateQueries({ queryKey: liveKeys.machine });
    return;
  }
  const own = liveKeys.chore(project, chore.id);
  const before = client.getQueryData<Chore>(own);
  client.setQueryData(own, chore);
  if (before !== undefined && before.state !== chore.state && ENDED.has(chore.state))
    void client.invalidateQueries({
      queryKey: ["project", project],
      predicate: (query) => query.queryKey[2] !== "chore" && query.queryKey[2] !== "counts",
    });
}

const replaced = (page: Chores, chore: Chore): Chores =>
  page.items.some((row) => row.id === chore.id)
    ? { ...page, items: page.items.map((row) => (row.id === chore.id ? chore : row)) }
    : page;

/** Keeps the counts; where they have moved, the overview is read anew. A stream that is opened anew
 * begins with how things stand, which is mostly what was known. */
export function hearCounts(client: QueryClient, project: number, counts: Counts): void {
  const before = client.getQueryData<Counts>(liveKeys.counts(project));
  client.setQueryData(liveKeys.counts(project), counts);
  if (before !== undefined && hashKey([before]) !== hashKey([counts]))
    void client.invalidateQueries({ queryKey: ["project", project, "overview"] });
}

/** A stream, and when it is opened anew after the server has refused it. */
type Stream = { source: EventSource; again?: ReturnType<typeof setTimeout> };

// One stream for all parts of the page that follow the same project, and how many they are.
const opened = new Map<string, Stream>();
const users = new Map<string, number>();
const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 120_000;

function close(key: string): void {
  const known = opened.get(key);
  known?.source.close();
  clearTimeout(known?.again);
  opened.delete(key);
}

/** Where an event at which many sign is found: for its officers, or for who signs. */
export type SigningPath = `me/signings/${number}` | `organisations/${number}/signings/${number}`;

/** Whose news a stream brings: a project's; all background work's (null), for the operator; one's
 * own; or an event's. */
type Of = number | null | "me" | SigningPath;

/** Opens a stream. A browser comes back by itself after a broken connection, and never after a
 * refusal (between two versions of the server, or too many windows): then we do. */
function open(client: QueryClient, project: Of, pause = FIRST_PAUSE): void {
  const key = String(project);
  const stream: Stream = { source: listen(client, project) };
  opened.set(key, stream);
  let next = pause;
  stream.source.addEventListener("open", () => {
    next = FIRST_PAUSE;
  });
  stream.source.addEventListener("error", () => {
    if (stream.source.readyState !== EventSource.CLOSED || opened.get(key) !== stream) return;
    stream.again = setTimeout(() => open(client, project, Math.min(LONGEST_PAUSE, next * 2)), next);
  });
}

function listen(client: QueryClient, project: Of): EventSource {
  if (project === "me") return hearMine(client, new EventSource("/api/v1/me/stream"));
  if (typeof project === "string") {
    const source = new EventSource(`/api/v1/${project}/stream`);
    source.addEventListener("signing", (event) =>
      client.setQueryData(liveKeys.signing(project), (known: object | undefined) =>
        known === undefined ? undefined : { ...known, ...JSON.parse(event.data) },
      ),
    );
    return source;
  }
  const path = project === null ? "/api/v1/stream" : `/api/v1/projects/${project}/stream`;
  const source = new EventSource(path);
  source.addEventListener("chore", (event) =>
    hearChore(client, project, JSON.parse(event.data) as Chore),
  );
  if (project !== null)
    source.addEventListener("project", (event) =>
      hearCounts(client, project, JSON.parse(event.data) as Counts),
    );
  return source;
}

/** One's notifications, and what will open for one. Where work has just opened, what is on offer is
 * read anew. */
function hearMine(client: QueryClient, source: EventSource): EventSource {
  source.addEventListener("told", (event) => {
    const { unread } = JSON.parse(event.data) as { unread: number };
    client.setQueryData(["notifications", "unread"], { count: unread });
    void client.invalidateQueries({ queryKey: ["notifications", "newest"] });
  });
  source.addEventListener("coming", (event) => {
    const coming = JSON.parse(event.data) as Schema<"Coming">[];
    const before = client.getQueryData<Schema<"Coming">[]>(liveKeys.coming);
    client.setQueryData(liveKeys.coming, coming);
    const open = (all: Schema<"Coming">[]) => all.filter((one) => one.opened_at !== null).length;
    if (before !== undefined && open(before) !== open(coming)) {
      void client.invalidateQueries({ queryKey: ["market"] });
      void client.invalidateQueries({ queryKey: ["work", "offers"] });
    }
  });
  return source;
}

/** Keeps background work and counts of a project (null: all background work; "me": what happens to
 * oneself; a path: how an event stands) up to date for as long as the page is in sight. Nothing depends on it: without a stream, pages show what they read. */
export function useLive(project: Of, enabled = true): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled || typeof EventSource === "undefined") return;
    const key = String(project);
    // A browser has few connections to one server: a page out of sight gives its own up.
    const follow = () => {
      const visible = document.visibilityState === "visible";
      const known = opened.get(key);
      if (visible && known === undefined) open(client, project);
      else if (!visible) close(key);
    };
    follow();
    users.set(key, (users.get(key) ?? 0) + 1);
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      const left = (users.get(key) ?? 1) - 1;
      users.set(key, left);
      if (left === 0) close(key);
    };
  }, [client, project, enabled]);
}
