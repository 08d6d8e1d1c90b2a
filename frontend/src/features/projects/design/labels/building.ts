import { createContext, useContext } from "react";
import type { Faults } from "./faults";
import type { LabelDraft, SchemaDraft, Settings } from "./model";
import type { Numbered } from "./numbers";

/** A value, or what makes it of the one that is there now. */
export type Change<T, Next = T> = Next | ((now: T) => Next);

/** What every part of the form works on. */
export type Building = {
  draft: SchemaDraft;
  faults: Faults;
  /** The server's own sentences, by the key of the row that they are about. */
  said: ReadonlyMap<string, string>;
  /** The colours and keys of classes, by the keys of their rows. */
  numbers: ReadonlyMap<string, Numbered>;
  change: (next: Change<SchemaDraft>) => void;
};

export const BuildingContext = createContext<Building | null>(null);

export function useBuilding(): Building {
  const found = useContext(BuildingContext);
  if (found === null) throw new Error("outside of the builder");
  return found;
}

export type KindProps = { label: LabelDraft };

/**
 * Changes one question: its rows, or what else is settled of it. One press can change two things: a
 * number that is left, and the box that is ticked. So each is a change of what is there by then.
 */
export function useLabel(label: LabelDraft) {
  const { change } = useBuilding();
  const set = (part: Change<LabelDraft, Partial<LabelDraft>>) =>
    change((draft) => ({
      ...draft,
      labels: draft.labels.map((one) =>
        one.key === label.key
          ? { ...one, ...(typeof part === "function" ? part(one) : part) }
          : one,
      ),
    }));
  const settle = (part: Settings) => set((now) => ({ settings: { ...now.settings, ...part } }));
  return { set, settle };
}
