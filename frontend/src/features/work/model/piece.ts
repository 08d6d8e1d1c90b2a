import type { mediaSource } from "~/annotate/files";
import { type Editing, type Kit, kitFor, kitOf, type Modality, type Source } from "~/annotate/kit";
import type { MediaSource } from "~/annotate/media";
import type { Suggesting } from "~/annotate/suggested";
import { type Beginning, beginning, type ServerDraft, workId } from "~/api/drafts";
import { isProblem } from "~/api/problem";
import { dropFiles, fileId, shelf } from "~/api/shelf";
import { type Lease, media, type Offer, picture, readWork, type Turn, type Work } from "./server";

/** What a stage's pages say of it beside the work; null where it is not known. */
export type About = Pick<Offer, "project" | "stage"> & { median_seconds: number | null };

/** A piece of work with all that one needs to do it, also without a connection. */
export type Piece = {
  id: string;
  person: number;
  lease: Lease;
  schema: unknown;
  guideline: string | null;
  /** What was said of it before: for a rework. */
  turns: readonly Turn[];
  about: About | null;
  /** What it is about: a picture, decoded, at an address of this page; a text as it is; else files. */
  source: Source;
  /** What works on it. */
  kit: Kit;
  begin: Beginning;
  /** What is suggested for it, beside an editor; null where nothing is, or it was handed in before. */
  suggest: ((editor: Editing) => Suggesting | null) | null;
};

type Design = Pick<Work, "label_schema" | "guideline">;
type Kept = {
  lease: Lease;
  design: Design;
  turns: readonly Turn[];
  about: About | null;
  /** What it is shown from, as last seen: for when there is no connection. */
  prepared?: MediaSource["prepared"];
};

// A claim pins versions; two leases with the same ones have the same design.
const designs = new Map<string, Design>();
const designOf = (lease: Lease): string =>
  `${lease.project_id}/${lease.stage_id}/${lease.schema_version}/${lease.guideline_version}`;

// Where the pictures are that this page has, by piece of work.
const urls = new Map<string, Promise<string>>();

/** The files of a piece of work are not needed any more. */
export function forgetPicture(id: string): void {
  sources.delete(id);
  void urls.get(id)?.then(URL.revokeObjectURL, () => undefined);
  urls.delete(id);
}

async function fetched(id: string, person: number, lease: Lease): Promise<string> {
  const { pictures } = await shelf();
  let blob = (await pictures.get(id).catch(() => undefined))?.blob;
  if (blob === undefined) {
    blob = await picture(lease);
    // A device that is full keeps no picture; the work goes on.
    void pictures.put({ id, person, at: Date.now(), blob }).catch(() => undefined);
  }
  return URL.createObjectURL(blob);
}

/** What it is: its schema says, and where that is not known yet, what the item has. Prompts and texts
 * look alike then: null. */
const modalityOf = ({ item }: Lease, schema?: unknown): Modality | null =>
  (schema as { modality?: Modality } | undefined)?.modality ??
  (item.facts !== null
    ? (item.facts.modality as Modality)
    : item.document === null
      ? "picture"
      : null);

// What has files of its own: what was fetched of them is not fetched again.
const sources = new Map<string, Promise<MediaSource>>();

async function openFiles(
  id: string,
  person: number,
  lease: Lease,
  before?: Kept["prepared"],
): Promise<MediaSource> {
  const { pictures } = await shelf();
  const read = () => media(lease);
  const files = await import("~/annotate/files");
  const prepared = await files.preparedBy(read).catch((error) => {
    if (before !== undefined && isProblem(error) && error.offline) return before;
    throw error;
  });
  return files.mediaSource(lease.item, prepared as Parameters<typeof mediaSource>[1], read, {
    get: async (file) => (await pictures.get(fileId(id, file)))?.blob,
    put: (file, blob) =>
      void pictures
        .put({ id: fileId(id, file), person, at: Date.now(), blob })
        .catch(() => undefined),
  });
}

/** What it is about; what a prompt is about is also what was made for it before. */
async function about(id: string, kept: Kept, person: number): Promise<Source> {
  const { lease, design, turns, prepared } = kept;
  const { document, name } = lease.item;
  if (document === null) return see(id, person, lease, prepared);
  if (modalityOf(lease, design.label_schema) !== "prompt")
    return { modality: "text", name, document };
  const { ownCaptures } = await import("~/annotate/prompt/own");
  const work = { person, project_id: lease.project_id, assignment_id: lease.id };
  const handedIn = turns.map((one) => one.answer);
  return { modality: "prompt", name, document, captures: await ownCaptures(work, handedIn) };
}

async function see(
  id: string,
  person: number,
  lease: Lease,
  before?: Kept["prepared"],
): Promise<Source> {
  const { facts, name } = lease.item;
  if (facts !== null) {
    const open = () => {
      const opened = openFiles(id, person, lease, before);
      sources.set(id, opened);
      opened.catch(() => sources.delete(id));
      return opened;
    };
    const opening = sources.get(id);
    if (opening === undefined) return open();
    // It may have been begun before it was known what this device has of it.
    return before === undefined ? opening : opening.catch(open);
  }
  let coming = urls.get(id);
  if (coming === undefined) {
    coming = fetched(id, person, lease);
    urls.set(id, coming);
    coming.catch(() => urls.delete(id));
  }
  const url = await coming;
  const { prefetchPicture } = await import("~/annotate/image/bitmaps");
  const size = await prefetchPicture(url);
  const [width, height] = [lease.item.width ?? size.width, lease.item.height ?? size.height];
  if (!lease.item.tiles) return { modality: "picture", name, url, width, height };
  const { addressBy } = await import("~/api/media");
  const tiles = { ...lease.item.tiles, address: addressBy(() => media(lease)) };
  return { modality: "picture", name, url, width, height, tiles };
}

/** What its author handed in last. */
export const lastHandIn = (turns: readonly Turn[]): Turn | undefined =>
  turns.findLast((turn) => turn.level === 0 && turn.answer !== null);

/** The server's draft. A hand-in leaves the draft behind that was saved seconds before it: what was
 * handed in is newer. */
function draftOf({ draft }: Lease, turns: readonly Turn[]): ServerDraft | null {
  if (!draft) return null;
  const sent = lastHandIn(turns);
  if (!sent?.answer || Date.parse(sent.at) < Date.parse(draft.saved_at)) return draft;
  return { revision: draft.revision, body: sent.answer };
}

/** Suggestions are for who begins; work goes on without them where they cannot be had. */
async function suggestedFor({ attempt, item }: Lease, turns: readonly Turn[], kit: Kit) {
  if (attempt > 0 || lastHandIn(turns) !== undefined || item.suggested === null) return null;
  try {
    const { suggesting } = await import("~/annotate/suggested");
    return await suggesting(kit, item.suggested);
  } catch {
    return null;
  }
}

async function made(person: number, kept: Kept, fresh: boolean): Promise<Piece> {
  const { lease, design, turns } = kept;
  const work = { person, project_id: lease.project_id, assignment_id: lease.id };
  const id = workId(work);
  const draft = draftOf(lease, turns);
  const begins = beginning(work, fresh ? draft : undefined);
  const [source, kit, begin] = await Promise.all([
    about(id, kept, person),
    begins.then(({ body }) =>
      kitFor(
        modalityOf(lease, design.label_schema) ?? "text",
        design.label_schema,
        body,
        draft?.body,
        ...turns.map((one) => one.answer),
      ),
    ),
    begins,
  ]);
  // Without a connection, and without a draft here, the one that came with the lease.
  if (!fresh && begin.body === null && draft !== null)
    Object.assign(begin, { body: draft.body, base: draft.revision });
  const suggest = await suggestedFor(lease, turns, kit);
  return {
    id,
    person,
    lease,
    schema: design.label_schema,
    guideline: design.guideline,
    turns,
    about: kept.about,
    source,
    kit,
    begin,
    suggest,
  };
}

/** A lease with its design, picture and draft; `lease` alone is enough where its design is known. */
export async function load(
  person: number,
  from: Lease | { project_id: number; id: number },
  about: Promise<About | null>,
): Promise<Piece> {
  const lease = "item" in from ? from : null;
  let design = lease === null ? undefined : designs.get(designOf(lease));
  let turns: readonly Turn[] = [];
  let whole: Lease;
  if (lease !== null && design !== undefined && lease.attempt === 0) whole = lease;
  else {
    if (lease !== null) {
      // The picture and what works on it come meanwhile; whether they do is seen below.
      const work = { person, project_id: lease.project_id, assignment_id: lease.id };
      const modality = modalityOf(lease);
      if (modality !== null) {
        void see(workId(work), person, lease).catch(() => undefined);
        void kitOf(modality).catch(() => undefined);
      }
    }
    const work = await readWork({ project_id: from.project_id, assignment_id: from.id });
    design = { label_schema: work.label_schema, guideline: work.guideline };
    designs.set(designOf(work), design);
    turns = work.turns;
    whole = work;
  }
  const kept: Kept = { lease: whole, design, turns, about: null };
  const [piece, known] = await Promise.all([made(person, kept, true), about]);
  piece.about = known;
  kept.about = known;
  if ("prepared" in piece.source) kept.prepared = piece.source.prepared;
  const { pieces } = await shelf();
  const { id, project_id, stage_id } = whole;
  const row = { id: piece.id, person, project_id, stage_id, assignment_id: id, at: Date.now() };
  void pieces.put({ ...row, value: kept }).catch(() => undefined);
  return piece;
}

const isWork = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "lease" in value && "design" in value;

/** The leases that this device has kept for a person, the oldest first. */
export async function keptLeases(person: number): Promise<Lease[]> {
  const rows = await (await shelf()).pieces.all();
  return rows
    .filter((row) => row.person === person)
    .sort((a, b) => a.at - b.at)
    .flatMap((row) => (isWork(row.value) ? [row.value.lease] : []));
}

/** A piece of work as this device has kept it; null where it has not. */
export async function loadKept(
  person: number,
  which: { project_id: number; id: number },
): Promise<Piece | null> {
  const id = workId({ person, project_id: which.project_id, assignment_id: which.id });
  const kept = await (await shelf()).pieces.get(id);
  if (kept === undefined || !isWork(kept.value)) return null;
  try {
    return await made(person, kept.value, false);
  } catch (error) {
    if (isProblem(error) && error.offline) return null; // its picture never came
    throw error;
  }
}

/** Keeps of a stage only what is still held; drafts stay, they may be all there is of some work. */
export async function sweep(
  person: number,
  stage: { project_id: number; stage_id: number },
  held: ReadonlySet<number>,
): Promise<void> {
  const all = await shelf();
  for (const lease of await keptLeases(person)) {
    if (
      lease.project_id !== stage.project_id ||
      lease.stage_id !== stage.stage_id ||
      held.has(lease.id)
    )
      continue;
    const id = workId({ person, project_id: lease.project_id, assignment_id: lease.id });
    await all.pieces.delete(id);
    await dropFiles(all, id);
  }
}
