import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asMinute, asTime } from "~/features/notifications/minutes";

type Listener = (event: unknown) => void;
const heard = new Map<string, Listener>();
const show = vi.fn(async () => undefined);
const windows: { navigate: (to: string) => Promise<unknown> }[] = [];
const openWindow = vi.fn(async () => null);
const HOME = "https://dure.example";

/** Sends the worker an event of its browser, and waits for what it does. */
async function send(kind: string, event: object): Promise<void> {
  const waits: Promise<unknown>[] = [];
  heard.get(kind)?.({ ...event, waitUntil: (done: Promise<unknown>) => waits.push(done) });
  await Promise.all(waits);
}

beforeAll(async () => {
  vi.stubGlobal("location", new URL(HOME));
  vi.stubGlobal("self", {
    __WB_MANIFEST: [],
    addEventListener: (kind: string, listener: Listener) => heard.set(kind, listener),
    registration: { showNotification: show },
    clients: { matchAll: async () => windows, openWindow },
  });
  await import("../../../src/sw" as string); // a script, not a module to the compiler
});

beforeEach(() => {
  vi.clearAllMocks();
  windows.length = 0;
});

const word = { title: "한빛데이터", body: "12,400원을 보냈어요", tag: "told-7", lang: "ko" };

test("what is pushed is shown", async () => {
  const url = "/notifications?at=7";
  await send("push", { data: { json: () => ({ ...word, url }) } });
  const { title, ...rest } = word;
  expect(show).toHaveBeenCalledWith(title, { ...rest, icon: "/icon-192.png", data: url });
});

test("a push without words shows nothing", async () => {
  await send("push", { data: null });
  expect(show).not.toHaveBeenCalled();
});

const pressed = (data: string) => ({ notification: { data, close: () => undefined } });

test("pressing it opens what it is about in a window that is there", async () => {
  const focus = vi.fn(async () => undefined);
  const navigate = vi.fn(async () => ({ focus }));
  windows.push({ navigate });
  await send("notificationclick", pressed("/notifications?at=7"));
  expect(navigate).toHaveBeenCalledWith(`${HOME}/notifications?at=7`);
  expect(focus).toHaveBeenCalled();
  expect(openWindow).not.toHaveBeenCalled();
});

test("where no window can go there, a new one opens", async () => {
  windows.push({ navigate: () => Promise.reject(new TypeError("not controlled")) });
  await send("notificationclick", pressed("/notifications?at=7"));
  expect(openWindow).toHaveBeenCalledWith(`${HOME}/notifications?at=7`);
});

test("no other site is opened", async () => {
  await send("notificationclick", pressed("https://evil.test/"));
  expect(openWindow).not.toHaveBeenCalled();
});

test.each([
  [0, "00:00"],
  [480, "08:00"],
  [1439, "23:59"],
])("minute %i is %s", (minute, time) => {
  expect(asTime(minute)).toBe(time);
  expect(asMinute(time)).toBe(minute);
  expect(asMinute("")).toBeUndefined();
});
