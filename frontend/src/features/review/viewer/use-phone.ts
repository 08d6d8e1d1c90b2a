import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 760px)";

function listen(listener: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether there is only room for the picture and a thumb. */
export const usePhone = (): boolean =>
  useSyncExternalStore(listen, () => window.matchMedia(NARROW).matches);
