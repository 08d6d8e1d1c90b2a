const KEY = "dure.letters";

/** Whether this device has hand-ins in its outbox; known without opening it. */
export function hasLetters(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // then it has to be opened to know
  }
}

export function noteLetters(some: boolean): void {
  try {
    if (some) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}
