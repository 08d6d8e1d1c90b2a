import type { Id } from "../core/doc";
import { createStore, type Store } from "../core/store";
import { useStore } from "../use";
import { later } from "./later";
import type { Pin } from "./pins";

/** A pin with the number under which it is spoken of, in brackets where it was set before. */
export type Signed = Pin & { sign: string };
export type AllSaid = {
  all: readonly Signed[];
  /** By the annotation that they are about. */
  of: ReadonlyMap<Id, readonly Signed[]>;
};

export const NOTHING: AllSaid = { all: [], of: new Map() };
const kept = new WeakMap<object, Store<AllSaid>>();

/** What an inspector said of an editor's answer, as long as a board shows it. */
export function saidIn(editor: object): Store<AllSaid> {
  const found = kept.get(editor) ?? createStore(NOTHING);
  kept.set(editor, found);
  return found;
}

/** Says it to all that shows it. */
export const Saying = later(() => import("./saying").then((its) => its.Saying));
const SaidBadge = later(() => import("./said-badge").then((its) => its.SaidBadge));

/** What an inspector said of an annotation: its numbers, and the words. */
export function Said({ editor, id }: { editor: object; id: Id | undefined }) {
  const pins = useStore(saidIn(editor), (said) => said.of.get(id ?? ""));
  return pins === undefined ? null : <SaidBadge pins={pins} />;
}
