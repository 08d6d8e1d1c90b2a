import { useEffect, useState } from "react";

/** Renders every second; what it gives is only for that. */
export function useTick(ms = 1000): number {
  const [now, tell] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tell((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}
