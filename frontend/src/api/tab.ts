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

/** Makes sure that the name is this tab's alone: a tab that was duplicated came with a copy. */
export async function settleTab(): Promise<string> {
  const name = tab();
  if (navigator.locks === undefined) return name;
  const free = await new Promise<boolean>((answer) => {
    void navigator.locks.request(`dure.tab.${name}`, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      // Held until the page is gone.
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
  if (free) return name;
  mine = crypto.randomUUID();
  try {
    sessionStorage.setItem(KEY, mine);
  } catch {
    // Then it holds until the page is left.
  }
  return settleTab();
}
