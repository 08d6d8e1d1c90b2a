import { useEffect, useRef, useState } from "react";

/** Whether a pointer is down that went down where `press` was told of it, wherever it goes up. */
export function usePressed(): [pressed: boolean, press: () => void] {
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    if (!pressed) return;
    const free = () => setPressed(false);
    // On the way out: who draws there has what was drawn by then.
    window.addEventListener("pointerup", free);
    window.addEventListener("pointercancel", free);
    return () => {
      window.removeEventListener("pointerup", free);
      window.removeEventListener("pointercancel", free);
    };
  }, [pressed]);
  return [pressed, () => setPressed(true)];
}

/** What an editor is made of, as it was when the pointer went down: a stroke that another editor takes the
 * place of would be lost. */
export function useKept<T>(made: T, pressed: boolean): T {
  const kept = useRef(made);
  if (!pressed) kept.current = made;
  return kept.current;
}
