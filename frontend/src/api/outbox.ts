import { useSyncExternalStore } from "react";
import { api, must, newKey } from "./client";
import { letGo } from "./drafts";
import { noteLetters } from "./letters";
import {
  type HandedIn,
  type Letter,
  Outbox,
  type OutboxState,
  type Sent,
  type Word,
} from "./outbox-core";
import { sentOf } from "./sent";
import { asPerson } from "./session";
import { shelf } from "./shelf";
import { inTurn, tab } from "./tab";

export type { HandedIn, HandIn, Letter, OutboxState } from "./outbox-core";
export { UNDO_MS } from "./outbox-core";

async function send(letter: Letter): Promise<Sent> {
  try {
    return { kind: "answered", answer: await asPerson(letter.person, () => hand(letter)) };
  } catch (error) {
    return sentOf(error);
  }
}

// A letter that is not small takes its time on a slow line; one that hangs is sent anew.
const patience = (size: number): number => 60_000 + size / 10;

const hand = (letter: Letter): Promise<HandedIn> => {
  const size = new TextEncoder().encode(JSON.stringify(letter.body)).length;
  return must(
    api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/submission", {
      params: {
        path: { project_id: letter.project_id, assignment_id: letter.assignment_id },
        query: { next: letter.next },
        header: { "idempotency-key": letter.id },
      },
      body: letter.body,
      signal: AbortSignal.timeout(patience(size)),
      // What is small enough goes on even when the page is closed meanwhile.
      keepalive: size < 50_000,
    }),
  );
};

const channel =
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("dure.outbox");

// Whether what is kept here outlives the page; known with the first look into it.
let lasting = true;

/** The one outbox of this tab; the tabs of a browser take turns at sending. */
export const outbox = new Outbox({
  table: async () => {
    const kept = await shelf();
    lasting = kept.lasting;
    return kept.outbox;
  },
  send,
  alone: (act) => inTurn("outbox", act),
  tell: (word) => channel?.postMessage(word),
  now: Date.now,
  later: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

outbox.listen(() => {
  // Of whoever: what somebody left here is sent when he is back.
  noteLetters(outbox.state().all > 0);
});
// What is answered needs its draft no longer.
outbox.onAnswer((letter) => {
  void letGo(letter);
  // What was read of the server before is not so any more.
  window.dispatchEvent(new Event("dure:answered"));
});

if (typeof window !== "undefined") {
  channel?.addEventListener("message", (event: MessageEvent<Word>) => outbox.hear(event.data));
  window.addEventListener("online", () => void outbox.retry());
  // A page that goes out of sight may never come back: then nothing may wait in it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void outbox.hurry().catch(() => undefined);
    else void outbox.retry();
  });
  // A browser that lets us keep nothing: what is not sent yet would be gone with the page.
  window.addEventListener("beforeunload", (event) => {
    if (!lasting && outbox.state().waiting.length > 0) event.preventDefault();
  });
}

type Work = Pick<
  Letter,
  | "person"
  | "project_id"
  | "stage_id"
  | "assignment_id"
  | "level"
  | "item"
  | "price"
  | "body"
  | "next"
>;

/** Hands in by way of the outbox: it is kept at once, sent after five seconds, and until then
 * `takeBack` brings it back. Returns the letter that is kept. */
export const handIn = (work: Work, undo?: number): Promise<Letter> => {
  // Before it is kept: a page that dies in between leaves word that there is something to look for.
  noteLetters(true);
  return outbox.put({ ...work, id: newKey(), tab: tab() }, undo);
};

/** What waits, what was refused, and whether it can be sent. */
export const useOutbox = (): OutboxState => useSyncExternalStore(outbox.listen, outbox.state);
