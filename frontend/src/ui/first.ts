import { useRef } from "react";

/** What was there first, for as long as this stands: work that began with it is not begun anew, or put
 * away, when what it came from is asked for again. */
export function useFirst<T>(value: T | undefined): T | undefined {
  const first = useRef(value);
  if (first.current === undefined) first.current = value;
  return first.current;
}
