// What the door keeps on this device between its pages: a mail's link opens in another tab.
const KEYS = { email: "dure.door.email", to: "dure.door.to", here: "dure.door.here" } as const;

/** What was typed or wanted before, or nothing. */
export function remembered(what: keyof typeof KEYS): string {
  try {
    return localStorage.getItem(KEYS[what]) ?? "";
  } catch {
    return "";
  }
}

/** Keeps the address that one signs up with, where one wanted to go, or that one has been here; empty forgets it. */
export function remember(what: keyof typeof KEYS, value: string): void {
  try {
    if (value === "") localStorage.removeItem(KEYS[what]);
    else localStorage.setItem(KEYS[what], value);
  } catch {
    // Then it is typed again.
  }
}
