import { useEffect, useState, useSyncExternalStore } from "react";

/** Renders every second; what it gives is only for that. */
export function useTick(ms = 1000): number {
  const [now, tell] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tell((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}

/** Whether the page's media are so: `(max-width: 640px)`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
