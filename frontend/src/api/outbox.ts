import { useSyncExternalStore } from "react";
import { api, getCsrf, must, newKey } from "./client";
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
import { isProblem, Problem } from "./problem";
import { readMe } from "./session";
import { shelf } from "./shelf";
import { tab } from "./tab";

export type { HandedIn, HandIn, Letter, OutboxState } from "./outbox-core";
export { UNDO_MS } from "./outbox-core";

// Too busy, or between two versions of the server: the same letter is taken a moment later.
const PASSING = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

async function send(letter: Letter): Promise<Sent> {
  try {
    if (getCsrf() === null && (await readMe())?.id !== letter.person) return { kind: "signed_out" };
    return { kind: "answered", answer: await hand(letter) };
  } catch (error) {
    let problem = isProblem(error) ? error : new Problem(0, {});
    if (problem.status === 403 && problem.more.permission === "csrf") {
      // Signed in anew in another tab: the session's token changed under us.
      try {
        if ((await readMe())?.id !== letter.person) return { kind: "signed_out" };
        return { kind: "answered", answer: await hand(letter) };
      } catch (again) {
        problem = isProblem(again) ? again : new Problem(0, {});
      }
    }
    if (problem.status === 401) return { kind: "signed_out" };
    if (PASSING.has(problem.status)) return { kind: "later" };
    const { status, code, message: detail } = problem;
    return { kind: "refused", refusal: { status, code, detail, more: { ...problem.more } } };
  }
}

const hand = (letter: Letter): Promise<HandedIn> =>
  must(
    api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/submission", {
      params: {
        path: { project_id: letter.project_id, assignment_id: letter.assignment_id },
        query: { next: letter.next },
        header: { "idempotency-key": letter.id },
      },
      body: letter.body,
      // What is small enough goes on even when the page is closed meanwhile.
      keepalive: JSON.stringify(letter.body).length < 50_000,
    }),
  );

const channel =
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("dure.outbox");

/** The one outbox of this tab; the tabs of a browser take turns at sending. */
export const outbox = new Outbox({
  table: async () => (await shelf()).outbox,
  send,
  alone: async (act) => {
    if (navigator.locks === undefined) await act();
    else await navigator.locks.request("dure.outbox", act);
  },
  tell: (word) => channel?.postMessage(word),
  now: Date.now,
  later: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

outbox.listen(() => {
  const { waiting, refused } = outbox.state();
  noteLetters(waiting.length + refused.length > 0);
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
    if (document.visibilityState === "hidden") void outbox.hurry();
    else void outbox.retry();
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
export const handIn = (work: Work, undo?: number): Promise<Letter> =>
  outbox.put({ ...work, id: newKey(), tab: tab() }, undo);

/** What waits, what was refused, and whether it can be sent. */
export const useOutbox = (): OutboxState => useSyncExternalStore(outbox.listen, outbox.state);
