import { useCallback, useEffect, useRef, useState } from "react";

const NAME = "dure.draft.";

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(NAME + key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/**
 * What somebody is writing, kept on this device until it is saved on the server: leaving the page
 * loses nothing. `clear` forgets it; then the server's `base` is what is shown again. `sent` says that the
 * server has what this value was: it is forgotten, unless more was written meanwhile.
 */
export function useKept<T>(
  key: string,
  base: T,
): {
  value: T;
  set: (next: T) => void;
  clear: () => void;
  sent: () => void;
  changed: boolean;
} {
  const [mine, setMine] = useState<T | undefined>(() => read<T>(key));
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    setMine(read<T>(key));
  }, [key]);
  const set = useCallback(
    (next: T) => {
      setMine(next);
      try {
        localStorage.setItem(NAME + key, JSON.stringify(next));
      } catch {
        // A full or closed store: the page itself still has it.
      }
    },
    [key],
  );
  const clear = useCallback(() => {
    setMine(undefined);
    try {
      localStorage.removeItem(NAME + key);
    } catch {
      // Nothing was kept then.
    }
  }, [key]);
  const newest = useRef(mine);
  newest.current = mine;
  const sent = () => {
    if (newest.current === mine) clear();
  };
  const changed = mine !== undefined && JSON.stringify(mine) !== JSON.stringify(base);
  return { value: mine ?? base, set, clear, sent, changed };
}
