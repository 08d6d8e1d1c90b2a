import { useEffect } from "react";
import type { Id } from "../core/doc";
import type { Pin } from "./pins";
import { NOTHING, type Signed, saidIn } from "./said";

/** Pins with their numbers; those that were set before are counted by themselves. */
export function signed(pins: readonly Pin[]): readonly Signed[] {
  const count = { now: 0, before: 0 };
  return pins.map((pin) => {
    count[pin.earlier === true ? "before" : "now"] += 1;
    return { ...pin, sign: pin.earlier === true ? `(${count.before})` : `${count.now}` };
  });
}

/** What an inspector said, for all that is on the board and beside it. */
export function Saying({ editor, pins }: { editor: object; pins: readonly Pin[] }) {
  useEffect(() => {
    const all = signed(pins);
    const of = new Map<Id, Signed[]>();
    for (const pin of all)
      if (pin.annotation) of.set(pin.annotation, [...(of.get(pin.annotation) ?? []), pin]);
    saidIn(editor).set({ all, of });
  }, [editor, pins]);
  useEffect(() => () => saidIn(editor).set(NOTHING), [editor]);
  return null;
}
