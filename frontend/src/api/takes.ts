import { dropCapture, readCaptures, registerCapture } from "./captures";
import { api, must } from "./client";
import { workId } from "./drafts";
import { outbox } from "./outbox";
import { isProblem } from "./problem";
import { sentOf } from "./sent";
import { asPerson } from "./session";
import { shelf } from "./shelf";
import { inTurn } from "./tab";
import { noteTakes } from "./taken";
import { isPending, type Stepped, type Take, Takes, type TakeWord } from "./takes-core";

export type { Take, TakesState } from "./takes-core";

// Short enough that a broken line costs little; a phone's line fills it in a second or two.
const PIECE = 256 << 10;

/** What a failed step means for the take. */
function steppedOf(error: unknown): Stepped {
  const sent = sentOf(error);
  if (sent.kind === "refused" || sent.kind === "signed_out") return sent;
  return { kind: "later" };
}

async function stepped(take: Take, act: () => Promise<Partial<Take>>): Promise<Stepped> {
  try {
    return { kind: "done", change: await asPerson(take.person, act) };
  } catch (error) {
    return steppedOf(error);
  }
}

type SendEars = { url: (url: string) => Promise<void>; sent: (bytes: number) => void };

/** Sends by the tus protocol; where bytes are at the server already, the ones after them. */
async function bytesOf(take: Take, ears: SendEars): Promise<Partial<Take>> {
  const [{ Upload }, { sendingInto, told }] = await Promise.all([
    import("tus-js-client"),
    import("./tus"),
  ]);
  return new Promise((done, failed) => {
    const upload = new Upload(take.blob, {
      ...sendingInto(take.project_id),
      uploadUrl: take.url,
      metadata: { filename: take.name, assignment: String(take.assignment_id) },
      chunkSize: PIECE,
      // The queue itself tries again: it knows when the connection is back.
      retryDelays: [0],
      storeFingerprintForResuming: false,
      // Before a byte is sent it is kept where the bytes go.
      onUploadUrlAvailable: () => ears.url(upload.url ?? ""),
      onChunkComplete: (_, accepted) => ears.sent(accepted),
      onSuccess: () => done({ whole: true, url: upload.url }),
      onError: (error) => failed(told(error)),
    });
    upload.start();
  });
}

const uploadOf = (take: Take): string => take.url?.split("/").at(-1) ?? "";

/** Asks the server to look it over; where it was asked before and we have not heard, that one. */
async function registered(take: Take): Promise<Partial<Take>> {
  try {
    const { label, device } = take;
    return {
      capture: await registerCapture(take, { upload_id: uploadOf(take), label, device }),
    };
  } catch (error) {
    if (!isProblem(error) || error.status === 0 || error.status >= 500) throw error;
    const capture = (await readCaptures(take)).find((one) => one.name === take.name);
    if (capture === undefined) throw error;
    return { capture };
  }
}

async function looked(take: Take): Promise<Partial<Take>> {
  const now = (await readCaptures(take)).find((one) => one.id === take.capture?.id);
  return now === undefined ? { capture: null, url: null, whole: false } : { capture: now };
}

/** What the server has of it goes: the take, or the bytes that are none yet. */
async function dropped(take: Take): Promise<Partial<Take>> {
  try {
    if (take.capture !== null) await dropCapture(take, take.capture.id);
    else
      await must(
        api.DELETE("/api/v1/projects/{project_id}/uploads/{upload_id}", {
          params: {
            path: { project_id: take.project_id, upload_id: uploadOf(take) },
            header: { "Tus-Resumable": "1.0.0" },
          },
        }),
      );
  } catch (error) {
    // It is gone, or stays because it was handed in: either way nothing is left to do.
    if (!isProblem(error) || steppedOf(error).kind !== "refused") throw error;
  }
  return {};
}

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("dure.takes");

/** The takes of this device; the tabs of a browser take turns at sending them. */
export const takes = new Takes({
  table: async () => (await shelf()).takes,
  send: (take, ears) => stepped(take, () => bytesOf(take, ears)),
  register: (take) => stepped(take, () => registered(take)),
  look: (take) => stepped(take, () => looked(take)),
  drop: (take) => stepped(take, () => dropped(take)),
  alone: (act) => inTurn("takes", act),
  tell: (word) => channel?.postMessage(word),
  later: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
});

takes.listen(() => noteTakes(takes.state().all.some(isPending)));
// What is handed in is the server's.
outbox.onAnswer((letter) => void takes.letGo(workId(letter)));

if (typeof window !== "undefined") {
  channel?.addEventListener("message", (event: MessageEvent<TakeWord>) => takes.hear(event.data));
  window.addEventListener("online", () => void takes.retry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void takes.retry();
  });
}
