const KEY = "dure.tab";
let mine: string | undefined;

function made(): string {
  try {
    const kept = sessionStorage.getItem(KEY);
    if (kept !== null) return kept;
    const fresh = crypto.randomUUID();
    sessionStorage.setItem(KEY, fresh);
    return fresh;
  } catch {
    return crypto.randomUUID();
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
    void navigator.locks.request(`dure.${name}`, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        answer(null);
        return undefined;
      }
      return new Promise<void>((release) => answer(release));
    });
  });
}

async function settle(): Promise<string> {
  const name = tab();
  if ((await hold(`tab.${name}`)) !== null) return name;
  mine = crypto.randomUUID();
  try {
    sessionStorage.setItem(KEY, mine);
  } catch {
    // Then it holds until the page is left.
  }
  return settle();
}
