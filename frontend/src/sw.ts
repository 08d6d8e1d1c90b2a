// The app's own worker: it opens the app without a connection. Data and hand-ins are not its
// business: drafts, leases and the outbox live in the page's database.
type Scope = ServiceWorkerGlobalScope & {
  __WB_MANIFEST: ReadonlyArray<{ url: string; revision: string | null }>;
};

type Asked = { request: Request; waitUntil: (done: Promise<unknown>) => void };

const FILES = (self as unknown as Scope).__WB_MANIFEST;
const worker = self as unknown as Scope;
const PAGE = "/index.html";
/** The shell of this version; and what was fetched by need, of any version. */
const SHELL = `shell-${digest(FILES.map(({ url, revision }) => `${url}@${revision}`).join())}`;
const KEPT = "kept-1";
const MOST_KEPT = 300;

function digest(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return (sum >>> 0).toString(36);
}

const addressOf = (url: string): string => new URL(url, location.origin).pathname;

async function install(): Promise<void> {
  const shell = await caches.open(SHELL);
  await Promise.all(
    FILES.map(async ({ url, revision }) => {
      const address = addressOf(url);
      // Files with their content in their name are the same in every version.
      const known = revision === null ? await caches.match(address) : undefined;
      if (known !== undefined) await shell.put(address, known);
      else
        await shell.add(new Request(address, { cache: revision === null ? "default" : "reload" }));
    }),
  );
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name !== SHELL && name !== KEPT) await caches.delete(name);
  await worker.clients.claim();
}

/** What is kept first: its content never changes under its name. */
async function keptFirst({ request, waitUntil }: Asked): Promise<Response> {
  const known = await caches.match(request.url, { ignoreVary: true });
  if (known !== undefined) return known;
  const answer = await fetch(request);
  // A device that is full keeps nothing more; what was fetched is there all the same.
  if (answer.status === 200) waitUntil(keep(request.url, answer.clone()).catch(() => undefined));
  return answer;
}

async function keep(url: string, answer: Response): Promise<void> {
  const kept = await caches.open(KEPT);
  await kept.put(url, answer);
  const keys = await kept.keys();
  await Promise.all(
    keys.slice(0, Math.max(0, keys.length - MOST_KEPT)).map((key) => kept.delete(key)),
  );
}

/** The page of every address, as this version has it: a next one that waits has put its own by. */
async function page(request: Request): Promise<Response> {
  return (await (await caches.open(SHELL)).match(PAGE)) ?? fetch(request);
}

/** What the server pushes (`app/people/telling/push.py`: Word). */
type Word = { title: string; body: string; url: string; tag: string; lang: string };

/** Shows what was pushed. A browser takes the right away from who stays silent. */
async function show(data: PushMessageData): Promise<void> {
  const { title, body, url, tag, lang } = data.json() as Word;
  await worker.registration.showNotification(title, {
    body,
    tag,
    lang,
    icon: "/icon-192.png",
    data: url,
  });
}

/** Opens what a word is about, in a window that is there already or in a new one. */
async function open(url: string): Promise<void> {
  const page = new URL(url, location.origin);
  if (page.origin !== location.origin) return;
  const [window] = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const went = await window?.navigate(page.href).catch(() => null);
  if (went) await went.focus();
  else await worker.clients.openWindow(page.href);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "go") void worker.skipWaiting();
});
worker.addEventListener("push", (event) => {
  if (event.data !== null) event.waitUntil(show(event.data));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    // An address with a dot is a file's.
    if (!/\.[a-z0-9]+$/i.test(url.pathname)) event.respondWith(page(request));
    return;
  }
  if (url.pathname.startsWith("/assets/"))
    event.respondWith(keptFirst({ request, waitUntil: (done) => event.waitUntil(done) }));
  else if (FILES.some((file) => addressOf(file.url) === url.pathname))
    event.respondWith(
      caches.match(url.pathname, { ignoreVary: true }).then((known) => known ?? fetch(request)),
    );
});
