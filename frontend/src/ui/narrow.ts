import { useSyncExternalStore } from "react";

/** Whether the page's media are so: `(max-width: 640px)`. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );

/** Whether the window is at most `width` pixels wide: for parts that are built anew, not restyled. */
export const useNarrow = (width: number): boolean => useMedia(`(max-width: ${width}px)`);
