import { useEffect, useRef, useState } from "react";

const PAUSE = 250; // ms after the last key before it is asked for

/** The words of a search field. `ask` is called with them, trimmed, when the hand rests; `now` does so at
 * once. Words that come from elsewhere (the list was cleared, the page went back) stand in the field; those
 * that were asked for do not: more may have been typed since. */
export function useSought(asked: string, ask: (words: string) => void) {
  const [typed, type] = useState(asked);
  const latest = useRef(ask);
  latest.current = ask;
  // What was asked for and is not back yet, oldest first.
  const out = useRef<string[]>([]);
  const words = typed.trim();
  useEffect(() => {
    const at = out.current.indexOf(asked);
    out.current.splice(0, at + 1);
    if (at < 0) type(asked);
  }, [asked]);
  const now = () => {
    if (words === (out.current.at(-1) ?? asked)) return;
    out.current.push(words);
    latest.current(words);
  };
  const told = useRef(now);
  told.current = now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed sets it off
  useEffect(() => {
    const timer = setTimeout(() => told.current(), PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  return { typed, type, now };
}
