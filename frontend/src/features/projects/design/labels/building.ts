import { createContext, useContext } from "react";
import type { Faults } from "./faults";
import { type LabelDraft, type SchemaDraft, type Settings, withLabel } from "./model";
import type { Numbered } from "./numbers";

/** What every part of the form works on. */
export type Building = {
  draft: SchemaDraft;
  faults: Faults;
  /** The server's own sentences, by the key of the row that they are about. */
  said: ReadonlyMap<string, string>;
  /** The colours and keys of classes, by the keys of their rows. */
  numbers: ReadonlyMap<string, Numbered>;
  change: (next: SchemaDraft) => void;
};

export const BuildingContext = createContext<Building | null>(null);

export function useBuilding(): Building {
  const found = useContext(BuildingContext);
  if (found === null) throw new Error("outside of the builder");
  return found;
}

export type KindProps = { label: LabelDraft };

/** Changes one question: its rows, or what else is settled of it. */
export function useLabel(label: LabelDraft) {
  const { draft, change } = useBuilding();
  const set = (part: Partial<LabelDraft>) => change(withLabel(draft, { ...label, ...part }));
  const settle = (part: Settings) => set({ settings: { ...label.settings, ...part } });
  return { set, settle };
}
