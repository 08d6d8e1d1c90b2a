import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { policyOf } from "../policy/model";
import { useSaving } from "../saving";
import { pricesQuery, schemaQuery } from "../versions";
import {
  floorPrice,
  hourlyOf,
  isCounted,
  LEVELS,
  type Level,
  type Paid,
  type PriceDraft,
  unpriced,
} from "./model";
import { measuredAt, minimumWageQuery, paceQuery } from "./wage";

export type Lacking = ReadonlySet<Level | "definition" | "accept">;

/** The stage's prices while they are edited: which levels need one, what lacks, how to save. */
export function usePrices(stage: Stage) {
  const { t } = useTranslation("projects");
  const cards = useSuspenseQuery(pricesQuery(stage)).data;
  const modality = useSuspenseQuery(schemaQuery(stage)).data?.modality ?? "picture";
  const [card] = cards;
  // How long an inspection takes is the manager's guess: it stays on this device when all is saved.
  const guess = useKept(`pace.${stage.project_id}.${stage.id}`, unpriced().seconds);
  const [, first, second] = guess.value;
  // Nobody has said a price yet: begin with what pays the minimum wage at that pace.
  const minimum = useSuspenseQuery(minimumWageQuery).data;
  const stored = card === undefined ? null : paidOf(card);
  const [work0, look1, look2] = guess.value.map((seconds) => floorPrice(seconds, minimum));
  const fair: Paid = {
    won: [work0 ?? 0, look1 ?? 0, look2 ?? 0],
    unit: "task",
    per: 1,
    most: 100,
    definition: t(`prices.defined.${modality as "picture"}`),
    topUps: false,
  };
  const kept = useKept(`card.${stage.project_id}.${stage.id}`, {
    paid: stored ?? fair,
    estimate: card?.estimate_seconds ?? guess.value[0],
  });
  const saving = useSaving(stage);
  const { paid, estimate } = kept.value;
  const draft: PriceDraft = { ...paid, seconds: [estimate, first, second] };
  const pace = useQuery(paceQuery(stage)).data;
  // A rejection always goes to the second inspection, so it has a price wherever there is a first.
  const levels = policyOf(stage).inspect1 === "none" ? LEVELS.slice(0, 1) : LEVELS;
  // What the server would not take without a word: of inspections only what was measured counts.
  const low = levels.some((level) => {
    const seconds = measuredAt(pace, draft, level) ?? (level === 0 ? estimate : 0);
    const hourly = hourlyOf(draft.won[level], seconds);
    return hourly !== null && hourly < minimum;
  });
  const missing = new Set<Level | "definition" | "accept">(
    levels.filter((level) => !(draft.won[level] > 0)),
  );
  if (draft.definition.trim() === "") missing.add("definition");
  if (low && !draft.topUps) missing.add("accept");
  const changed = card === undefined || kept.changed;
  return {
    cards,
    draft,
    modality,
    pace,
    levels,
    low,
    missing: missing as Lacking,
    changed,
    set({ seconds, ...next }: PriceDraft) {
      const [, one, two] = seconds;
      if (one !== first || two !== second) guess.set([guess.value[0], one, two]);
      kept.set({ paid: next, estimate: seconds[0] });
    },
    reset: kept.clear,
    /** False where something is missing; a new card only where something is new. */
    async save(): Promise<boolean> {
      if (missing.size > 0) return false;
      if (changed) {
        const [level0, level1, level2] = draft.won;
        await saving.prices({
          level0,
          level1,
          level2,
          unit: draft.unit,
          per: draft.per,
          most: isCounted(modality, draft.unit) ? draft.most : null,
          definition: draft.definition.trim(),
          estimate_seconds: estimate,
          accept_top_ups: low && draft.topUps,
        });
      }
      kept.sent();
      return true;
    },
  };
}

type Card = { level0: number; level1: number; level2: number } & {
  unit: Paid["unit"];
  per: number;
  most: number | null;
  definition: string;
  accept_top_ups: boolean;
};

const paidOf = (card: Card): Paid => ({
  won: [card.level0, card.level1, card.level2],
  unit: card.unit,
  per: card.per,
  most: card.most ?? 100,
  definition: card.definition,
  topUps: card.accept_top_ups,
});
