import { api, must, type Schema } from "~/api/client";

/** Whether this browser can be pushed to: on phones of Apple only where the app stands on the home
 * screen. */
export const canPush = (): boolean =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Whether somebody has told the browser never to show what we send. */
export const isRefused = (): boolean => canPush() && Notification.permission === "denied";

/** Why this browser was not let in: its person said no, or its own service did not answer. */
export class NotLetIn extends Error {
  constructor(readonly why: "refused" | "failed") {
    super(why);
  }
}

/** Asks the browser, and lets it be pushed to until its session ends. */
export async function letIn(key: string): Promise<Schema<"TellingOut">> {
  if ((await Notification.requestPermission()) !== "granted") throw new NotLetIn("refused");
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for another key is of no use.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: key })
    .catch(() => undefined);
  const { endpoint, keys } = made?.toJSON() ?? {};
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined)
    throw new NotLetIn("failed");
  return must(
    api.POST("/api/v1/me/push", {
      body: { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
    }),
  );
}

/** Lets a browser not be pushed to any more; where it is this one, the browser forgets it too. */
export async function shutOut(id: number, here: boolean): Promise<Schema<"TellingOut">> {
  const left = await must(
    api.DELETE("/api/v1/me/push/{subscription_id}", { params: { path: { subscription_id: id } } }),
  );
  if (here && canPush()) {
    const { pushManager } = await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe();
  }
  return left;
}
