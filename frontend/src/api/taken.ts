const KEY = "dure.takes";

/** Whether this device has takes that the server may lack; known without opening them. */
export function hasTakes(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // then it has to be opened to know
  }
}

export function noteTakes(some: boolean): void {
  try {
    if (some) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    // See above.
  }
}
