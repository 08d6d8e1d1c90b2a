import { lazy, Suspense, useEffect, useState } from "react";
import { api } from "~/api/client";

const Ask = lazy(() => import("./ask"));

type End = (done: boolean) => void;
let show: ((end: End | null) => void) | null = null;
let asking: Promise<boolean> | null = null;

/** Whether it was proved; one question for all that wait for the answer. */
function ask(): Promise<boolean> {
  const on = show;
  if (on === null) return Promise.resolve(false);
  asking ??= new Promise<boolean>((resolve) => on(resolve)).finally(() => {
    asking = null;
    on(null);
  });
  return asking;
}

async function wants(answer: Response): Promise<boolean> {
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return (
    typeof body === "object" && body !== null && "code" in body && body.code === "confirm_needed"
  );
}

// A body can be sent once: each request is kept as it was until it is answered.
const sent = new Map<string, Request>();
api.use({
  onRequest: ({ id, request }) => {
    sent.set(id, request.clone());
  },
  onResponse: async ({ id, response }) => {
    const again = sent.get(id);
    sent.delete(id);
    if (response.status !== 403 || again === undefined || !(await wants(response))) return;
    return (await ask()) ? fetch(again) : undefined;
  },
  onError: ({ id }) => {
    sent.delete(id);
  },
});

/** Asks above whatever the page shows, where a refusal wants a proof that it is oneself, and sends
 * the same request again once it was given. It comes with the frame of who is signed in. */
export function Prover() {
  const [end, setEnd] = useState<End | null>(null);
  useEffect(() => {
    const mine = (to: End | null) => setEnd(() => to);
    show = mine;
    return () => {
      if (show === mine) show = null;
    };
  }, []);
  return <Suspense>{end !== null && <Ask onEnd={end} />}</Suspense>;
}
