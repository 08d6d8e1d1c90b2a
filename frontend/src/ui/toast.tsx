import { useEffect, useSyncExternalStore } from "react";
import { Button } from "./button";

type Word = { id: number; text: string; action?: { word: string; act: () => void }; lasts: number };

let shown: Word | null = null;
let count = 0;
const listeners = new Set<() => void>();

function set(next: Word | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says something for some seconds, one thing at a time; `action` is what can be done about it. */
export function toast(text: string, action?: Word["action"], lasts = 5000): () => void {
  count += 1;
  const mine = count;
  set({ id: mine, text, action, lasts });
  return () => {
    if (shown?.id === mine) set(null);
  };
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where toasts appear; once on the page. */
export function Toasts() {
  const word = useSyncExternalStore(listen, () => shown);
  useEffect(() => {
    if (word === null) return;
    const timer = setTimeout(() => set(null), word.lasts);
    return () => clearTimeout(timer);
  }, [word]);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {word !== null && (
        <div key={word.id} className="toast">
          <span className="grow">{word.text}</span>
          {word.action !== undefined && (
            <Button
              look="ghost"
              onPress={() => {
                word.action?.act();
                set(null);
              }}
            >
              {word.action.word}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
