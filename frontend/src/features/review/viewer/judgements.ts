import { useCallback, useSyncExternalStore } from "react";
import { BLANK, type Judgement } from "../model/judgement";

// What is put together and not sent lives here: it outlives looking at other pieces, and reloads.
const kept = new Map<string, Judgement>();
const listeners = new Set<() => void>();
const writing = new Map<string, ReturnType<typeof setTimeout>>();
const PREFIX = "dure.review.";
const PAUSE = 300; // milliseconds of quiet before it is written down

function read(name: string): Judgement {
  const known = kept.get(name);
  if (known !== undefined) return known;
  let found = BLANK;
  try {
    const stored = localStorage.getItem(PREFIX + name);
    if (stored !== null) found = { ...BLANK, ...(JSON.parse(stored) as Partial<Judgement>) };
  } catch {
    // Then it holds until the page is left.
  }
  kept.set(name, found);
  return found;
}

function write(name: string, judgement: Judgement | null): void {
  writing.delete(name);
  try {
    if (judgement === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(judgement));
  } catch {
    // As above.
  }
}

function set(name: string, judgement: Judgement): void {
  kept.set(name, judgement);
  clearTimeout(writing.get(name));
  writing.set(
    name,
    setTimeout(() => write(name, judgement), PAUSE),
  );
  for (const listener of listeners) listener();
}

/** The name of what one person has put together about one piece. */
export const nameOf = (person: number, projectId: number, id: number): string =>
  `${person}.${projectId}.${id}`;

/** Puts a judgement back on the table: one that was taken back, or not taken by the server. */
export function restore(name: string, judgement: Judgement): void {
  set(name, judgement);
}

/** Forgets a judgement: it is sent, or the piece is given back. */
export function forget(name: string): void {
  clearTimeout(writing.get(name));
  kept.delete(name);
  write(name, null);
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is put together about a piece, and how to change a part of it. */
export function useJudgement(
  name: string,
): [judgement: Judgement, change: (part: Partial<Judgement>) => void] {
  const judgement = useSyncExternalStore(listen, () => read(name));
  const change = useCallback(
    (part: Partial<Judgement>) => set(name, { ...read(name), ...part }),
    [name],
  );
  return [judgement, change];
}
