import { uuid } from "./uuid";

const KEY = "dure.tab";
let mine: string | undefined;

function made(): string {
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept !== null) return kept;
    const fresh = uuid();
    sessionStorage.setItem(KEY, fresh);
    return fresh;
  } catch {
    return uuid();
  }
}

/** This tab's name: the same after a reload and a crash. */
export function tab(): string {
  mine ??= made();
  return mine;
}

let settled: Promise<string> | undefined;

/** Makes sure that the name is this tab's alone: a tab that was duplicated came with a copy. */
export function settleTab(): Promise<string> {
  settled ??= settle();
  return settled;
}

/** Holds a name among the tabs of this browser until the returned function is called, or the page
 * is gone; null where another tab holds it. */
export function hold(name: string): Promise<(() => void) | null> {
  if (navigator.locks === undefined) return Promise.resolve(() => undefined);
  return new Promise((answer) => {
    navigator.locks
      .request(`dure.${name}`, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          answer(null);
          return undefined;
        }
        return new Promise<void>((release) => answer(release));
      })
      // A browser that refuses locks: then nobody holds anything.
      .catch(() => answer(() => undefined));
  });
}

/** Does something while no other tab does something of this name; at once, where a browser has no
 * such turns. */
export async function inTurn(name: string, act: () => Promise<void>): Promise<void> {
  let mine = navigator.locks === undefined;
  if (!mine) {
    try {
      await navigator.locks.request(`dure.${name}`, async () => {
        mine = true;
        await act();
      });
      return;
    } catch (error) {
      // Either what was done has failed, or there was no turn to have.
      if (mine) throw error;
    }
  }
  await act();
}

async function settle(): Promise<string> {
  const name = tab();
  if ((await hold(`tab.${name}`)) !== null) return name;
  mine = uuid();
  try {
    sessionStorage.setItem(KEY, mine);
  } catch {
    // Then it holds until the page is left.
  }
  return settle();
}
