import { api, must } from "./client";
import {
  type Beginning,
  type Body,
  begin,
  DraftKeeper,
  type Put,
  type ServerDraft,
  same,
} from "./drafts-core";
import { isProblem } from "./problem";
import { asPerson } from "./session";
import { dropFiles, type Shelf, shelf } from "./shelf";
import { tab } from "./tab";

export type { Beginning, Body, DraftKeeper, SaveState, ServerDraft } from "./drafts-core";

/** Whose work which is. */
export type WorkOf = { person: number; project_id: number; assignment_id: number };

/** Unfinished work as this device has it, one row for each tab. */
export type LocalDraft = {
  id: string;
  work: string;
  tab: string;
  /** The server's revision that it goes on from. */
  base: number;
  body: Body;
  /** Milliseconds of work that are in it. */
  active: number;
  at: number;
  /** Whether the server has yet to hear of it. */
  dirty: boolean;
  /** What was being sent when this was written, where that was something. */
  going?: Body;
};

/** The name of a piece of work on this device. */
export const workId = (work: WorkOf): string =>
  `${work.person}/${work.project_id}/${work.assignment_id}`;

async function locals(kept: Shelf, work: WorkOf): Promise<LocalDraft[]> {
  const id = workId(work);
  return (await kept.drafts.all()).filter((row) => row.work === id);
}

/** With what to begin on a piece of work; `server` is undefined without a connection. */
export async function beginning(
  work: WorkOf,
  server: ServerDraft | null | undefined,
): Promise<Beginning> {
  const { drafts } = await shelf();
  const rows = await locals(await shelf(), work);
  const beginning = begin(server, rows, tab());
  // A device that cannot write begins all the same.
  await settle(drafts, rows, server, beginning).catch(() => undefined);
  return beginning;
}

/** Puts in order what was found, so that it is asked about once: what the server has already is
 * nothing new, and what another tab left is this one's from now on. */
async function settle(
  drafts: Shelf["drafts"],
  rows: readonly LocalDraft[],
  server: ServerDraft | null | undefined,
  { body, unsaved }: Beginning,
): Promise<void> {
  for (const row of rows) {
    if (!row.dirty) continue;
    if (server && same(row.body, server.body)) {
      const { going: _, ...rest } = row;
      await drafts.put({ ...rest, dirty: false, base: server.revision });
    } else if (unsaved && row.body === body && row.tab !== tab()) {
      await drafts.put({ ...row, id: `${row.work}/${tab()}`, tab: tab() });
      await drafts.delete(row.id);
    }
  }
}

async function put(work: WorkOf, revision: number, body: Body): Promise<Put> {
  try {
    const { project_id, assignment_id } = work;
    const saved = await asPerson(work.person, () =>
      must(
        api.PUT("/api/v1/projects/{project_id}/assignments/{assignment_id}/draft", {
          params: { path: { project_id, assignment_id } },
          body: { revision, body },
        }),
      ),
    );
    return { kind: "saved", revision: saved.revision };
  } catch (error) {
    if (!isProblem(error) || error.status === 0 || error.status >= 500 || error.status === 429)
      return { kind: "unreachable" };
    if (error.code === "draft_stale") {
      const { revision: theirs, draft } = error.more as { revision: number; draft: Body | null };
      return { kind: "stale", theirs: { revision: theirs, body: draft ?? {} } };
    }
    if (error.code === "wrong_state" || error.status === 404) return { kind: "closed" };
    return { kind: "failed" };
  }
}

/** Keeps the drafts of one piece of work from now on, beginning with `from`. */
export function keeperOf(work: WorkOf, from: Beginning, active: () => number): DraftKeeper {
  const id = workId(work);
  const keeper = new DraftKeeper(
    {
      keep: async (draft) => {
        const row = { ...draft, id: `${id}/${tab()}`, work: id, tab: tab(), at: Date.now() };
        await (await shelf()).drafts.put(row);
      },
      put: (revision, body) => put(work, revision, body),
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
      active,
    },
    from.base,
  );
  const { body } = from;
  if (from.conflict !== null) keeper.clash(from.conflict);
  else if (from.unsaved && body !== null) keeper.change(() => body);
  return keeper;
}

/** Lets go of all that this device keeps of a piece of work: it is done, or not ours any more. */
export async function letGo(work: WorkOf): Promise<void> {
  const kept = await shelf();
  const id = workId(work);
  for (const row of await locals(kept, work)) await kept.drafts.delete(row.id);
  await kept.pieces.delete(id);
  await dropFiles(kept, id);
}
