import i18next from "i18next";
import { toast } from "~/ui/toast";

const LONG = 60_000;
/** How often a page that stays open asks whether there is a new version. */
const ASK_MS = 30 * 60_000;

function offer(waiting: ServiceWorker): void {
  toast(
    i18next.t("update"),
    { word: i18next.t("update_now"), act: () => waiting.postMessage("go") },
    LONG,
  );
}

/** Puts the app by for times without a connection, and says when a new version of it is there. The
 * page goes on with the old one until its person agrees. */
export async function start(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  // A browser that refuses: the app works with a connection.
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  if (registration === undefined) return;
  const had = navigator.serviceWorker.controller !== null;
  let left = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first worker takes over silently; a new one was asked for.
    if (!had || left) return;
    left = true;
    location.reload();
  });
  const look = (worker: ServiceWorker | null) => {
    if (worker === null) return;
    if (worker.state === "installed" && had) offer(worker);
    else
      worker.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller !== null)
          offer(worker);
      });
  };
  look(registration.waiting);
  look(registration.installing);
  registration.addEventListener("updatefound", () => look(registration.installing));
  // A part of this version is gone from the server: there is a newer one, and it is needed now.
  window.addEventListener("vite:preloadError", () => {
    void registration
      .update()
      .then(() => registration.waiting?.postMessage("go"))
      .catch(() => undefined);
  });
  setInterval(() => void registration.update().catch(() => undefined), ASK_MS);
}
