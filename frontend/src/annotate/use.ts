import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { bindKeys, keymap } from "./core/acts";
import type { Act, Chord, Handlers } from "./core/keymap";
import type { Store } from "./core/store";
import type { Editor } from "./image/acts";
import type { EditorState } from "./image/editor";

type Heard<T> = Pick<Store<T>, "get" | "subscribe">;

/** A part of an editor's state; `pick` gives the same value for the same state. */
export function useEditor<T>(editor: Editor, pick: (state: EditorState) => T): T {
  return useSyncExternalStore(editor.subscribe, () => pick(editor.get()));
}

/** A part of what a store, or whatever else tells when it changes, holds. */
export function useStore<T, Part>(store: Heard<T>, pick: (value: T) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

const following = new Set<() => void>();
let asked = false;

/** Calls `listener` once what is on its way to the screen is there; called again meanwhile, once. */
function follow(listener: () => void): void {
  following.add(listener);
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    // A task after the frame's callbacks comes after its painting.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      asked = false;
      const all = [...following];
      following.clear();
      for (const one of all) one();
    };
    port2.postMessage(null);
  });
}

/** The same for what stands beside the work and tells of it: it follows the frame that shows what was
 * done, which would have to wait for it otherwise. */
export function useFollowing<T, Part>(store: Heard<T>, pick: (value: T) => Part): Part {
  const subscribe = useCallback(
    (listener: () => void) => {
      const off = store.subscribe(() => follow(listener));
      return () => {
        off();
        following.delete(listener);
      };
    },
    [store],
  );
  return useSyncExternalStore(subscribe, () => pick(store.get()));
}

/**
 * Keys of a page: `acts` says what they are (for the sheet), `handlers` what they do now. They
 * come before the editor's own; a handler that returns `false` leaves the key to those.
 */
export function useKeys(handlers: Handlers, acts: readonly Act[] = []): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const known = JSON.stringify(acts);
  const ids = Object.keys(handlers).join("\n");
  // With the page itself: what can be seen can be pressed.
  useLayoutEffect(() => {
    const own: Record<string, Handlers[string]> = {};
    for (const id of ids === "" ? [] : ids.split("\n")) {
      const first = latest.current[id];
      // The handlers of the last render are called, without binding anew on each.
      own[id] =
        typeof first === "object"
          ? {
              down: () => (latest.current[id] as typeof first).down(),
              up: () => (latest.current[id] as typeof first).up(),
            }
          : () => (latest.current[id] as () => unknown)?.();
    }
    return bindKeys(own, JSON.parse(known) as Act[]);
  }, [ids, known]);
}

/** The first key of an act, as it is now; null where it has none. */
export function useKeyOf(id: string): Chord | null {
  useSyncExternalStore(keymap.subscribe, keymap.get);
  return keymap.keysOf(id)[0] ?? null;
}
