import { useSuspenseQuery } from "@tanstack/react-query";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { policyOf } from "../policy/model";
import { useSaving } from "../saving";
import { pricesQuery } from "../versions";
import { floorPrice, LEVELS, type Level, type PriceDraft, unpriced } from "./model";
import { minimumWageQuery } from "./wage";

/** The stage's prices while they are edited: which levels need one, which lack it, how to save. */
export function usePrices(stage: Stage) {
  const cards = useSuspenseQuery(pricesQuery(stage)).data;
  const [card] = cards;
  const stored: [number, number, number] | null =
    card === undefined ? null : [card.level0, card.level1, card.level2];
  // How long one piece takes is the manager's guess: it stays on this device when all is saved.
  const guess = useKept(`pace.${stage.project_id}.${stage.id}`, unpriced().seconds);
  // Nobody has said a price yet: begin with what pays the minimum wage at that pace.
  const minimum = useSuspenseQuery(minimumWageQuery).data;
  const [work, first, second] = guess.value.map((seconds) => floorPrice(seconds, minimum));
  const fair: PriceDraft["won"] = [work ?? 0, first ?? 0, second ?? 0];
  const kept = useKept(`prices.${stage.project_id}.${stage.id}`, stored ?? fair);
  const saving = useSaving(stage);
  const draft: PriceDraft = { won: kept.value, seconds: guess.value };
  // A rejection always goes to the second inspection, so it has a price wherever there is a first.
  const levels = policyOf(stage).inspect1 === "none" ? LEVELS.slice(0, 1) : LEVELS;
  const missing = new Set<Level>(levels.filter((level) => !(draft.won[level] > 0)));
  const changed = stored === null || stored.some((won, level) => won !== draft.won[level as Level]);
  return {
    cards,
    draft,
    levels,
    missing,
    changed,
    set(next: PriceDraft) {
      if (next.seconds !== guess.value) guess.set(next.seconds);
      if (next.won !== kept.value) kept.set(next.won);
    },
    reset: kept.clear,
    /** False where a price is missing; a new card only where something is new. */
    async save(): Promise<boolean> {
      if (missing.size > 0) return false;
      if (changed) await saving.prices(draft.won);
      kept.clear();
      return true;
    },
  };
}
