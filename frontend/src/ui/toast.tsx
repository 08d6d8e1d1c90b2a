import { useEffect, useState, useSyncExternalStore } from "react";

/** `counts`: the seconds that are left stand beside the word. */
type Action = { word: string; act: () => void; counts?: boolean };
type Word = { id: number; text: string; action?: Action; lasts: number };

let shown: Word | null = null;
let count = 0;
const listeners = new Set<() => void>();

function set(next: Word | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says something for some seconds, one thing at a time; `action` is what can be done about it, for
 * which there is twice the time: it is read first. */
export function toast(
  text: string,
  action?: Word["action"],
  lasts = action === undefined ? 5000 : 10_000,
): () => void {
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
            <button
              type="button"
              className="btn ghost"
              onClick={() => {
                word.action?.act();
                set(null);
              }}
            >
              {word.action.word}
              {word.action.counts && <Countdown ms={word.lasts} />}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** Seconds that are left; not read out, since they change all the time. */
function Countdown({ ms }: { ms: number }) {
  const [left, setLeft] = useState(Math.ceil(ms / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft((n) => Math.max(1, n - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{left}</span>;
}
