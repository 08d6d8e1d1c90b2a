import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import type { Stage } from "../frame/queries";
import { batchQuery, type Filter, progressQuery, statesOf } from "./queries";
import { ITEM_STATES, type ItemState, shownName } from "./words";

export type Counts = Partial<Record<ItemState, number>> & { all: number };

/** How many items there are in each state, of one stage or of all; undefined until it is known. */
export function useCounts(
  projectId: number,
  stageId: number | undefined,
  stages: readonly Stage[],
): Counts | undefined {
  const ids = stageId === undefined ? stages.map((stage) => stage.id) : [stageId];
  const answers = useQueries({ queries: ids.map((id) => progressQuery(projectId, id)) });
  if (answers.some((answer) => answer.data === undefined)) return undefined;
  const counts: Counts = { all: 0 };
  for (const { data } of answers)
    for (const state of ITEM_STATES) {
      const n = data?.items[state] ?? 0;
      counts[state] = (counts[state] ?? 0) + n;
      counts.all += n;
    }
  return counts;
}

/** The page's first line: what of the data is being looked at. */
export function useTitle(projectId: number, filter: Filter, counts: Counts | undefined): string {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const batch = useQuery({
    ...batchQuery(projectId, filter.batch_id ?? 0),
    enabled: filter.batch_id !== undefined,
  }).data;
  const { state, q } = filter;
  if (q !== undefined) return t("items.title_name", { q });
  if (filter.batch_id !== undefined)
    return batch === undefined
      ? t("items.name")
      : t("items.title_batch", { name: shownName(batch.name), n: number(batch.taken) });
  if (counts === undefined) return t("items.name");
  if (state !== undefined)
    return t("items.title_state", {
      state: t(`items.state.${state}`),
      n: number(statesOf(state).reduce((sum, one) => sum + (counts[one] ?? 0), 0)),
    });
  return counts.all === 0 ? t("items.title_none") : t("items.title", { n: number(counts.all) });
}
