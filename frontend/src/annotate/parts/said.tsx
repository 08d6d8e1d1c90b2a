import { useEffect } from "react";
import type { Id } from "../core/doc";
import { createStore, type Store } from "../core/store";
import { useStore } from "../use";
import { later } from "./later";
import type { Pin } from "./pins";

/** A pin with the number under which it is spoken of, in brackets where it was set before. */
export type Signed = Pin & { sign: string };

/** Pins with their numbers; those that were set before are counted by themselves. */
export function signed(pins: readonly Pin[]): readonly Signed[] {
  const count = { now: 0, before: 0 };
  return pins.map((pin) => {
    count[pin.earlier === true ? "before" : "now"] += 1;
    return { ...pin, sign: pin.earlier === true ? `(${count.before})` : `${count.now}` };
  });
}

type ByAnnotation = ReadonlyMap<Id, readonly Signed[]>;
const kept = new WeakMap<object, Store<ByAnnotation>>();

function saidIn(editor: object): Store<ByAnnotation> {
  const found = kept.get(editor) ?? createStore<ByAnnotation>(new Map());
  kept.set(editor, found);
  return found;
}

/** What an inspector said, for all that is beside the board: lists and questions show it too. */
export function useSaying(editor: object, pins: readonly Pin[] | undefined): void {
  useEffect(() => {
    const by = new Map<Id, Signed[]>();
    for (const pin of signed(pins ?? []))
      if (pin.annotation) by.set(pin.annotation, [...(by.get(pin.annotation) ?? []), pin]);
    saidIn(editor).set(by);
  }, [editor, pins]);
}

const SaidBadge = later(() => import("./said-badge").then((its) => its.SaidBadge));

/** What an inspector said of an annotation: its numbers, and the words. */
export function Said({ editor, id }: { editor: object; id: Id | undefined }) {
  const pins = useStore(saidIn(editor), (all) => all.get(id ?? ""));
  return pins === undefined ? null : <SaidBadge pins={pins} />;
}
