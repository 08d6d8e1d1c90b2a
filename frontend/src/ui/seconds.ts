import { useEffect, useState } from "react";
import { serverNow } from "~/api/client";

/** Whole seconds until a moment of the server's clock, renewed each second; 0 once it is there. Each
 * is reckoned anew, so that it never drifts, however long the page slept. */
export function useSecondsTo(at: string): number {
  const until = Date.parse(at);
  const left = () => Math.max(0, Math.ceil((until - serverNow()) / 1000));
  const [, tell] = useState(0);
  const seconds = left();
  const over = seconds === 0;
  useEffect(() => {
    if (over) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      tell((n) => n + 1);
      wait();
    };
    // At the edge of the next whole second; a pause of the device moves it, and the next one is right.
    const wait = () => {
      timer = setTimeout(tick, ((until - serverNow()) % 1000) + 10);
    };
    wait();
    const seen = () => document.visibilityState === "visible" && tell((n) => n + 1);
    document.addEventListener("visibilitychange", seen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [until, over]);
  return seconds;
}
