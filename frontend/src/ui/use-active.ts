import { useCallback, useEffect, useRef } from "react";
import { ActiveTime } from "./active";

/** Seconds that somebody has been at work on `id`; begins anew with another. */
export function useActive(id: number | string | null): () => number {
  const time = useRef(new ActiveTime(performance.now()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another has a time of its own
  useEffect(() => {
    time.current = new ActiveTime(performance.now());
  }, [id]);
  useEffect(() => {
    const touch = () => time.current.touch(performance.now());
    const kinds = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const kind of kinds) window.addEventListener(kind, touch, { passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touch);
    };
  }, []);
  return useCallback(() => time.current.seconds(performance.now()), []);
}
