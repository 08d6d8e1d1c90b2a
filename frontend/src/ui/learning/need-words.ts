import { useTranslation } from "react-i18next";
import type { Need } from "~/api/routing";

/** What stands between somebody and a piece of work, in a sentence. */
export function useNeedWords(): (need: Pick<Need, "code"> & Partial<Need>) => string {
  const { t } = useTranslation("market");
  return ({ code, held, has, answers, limit }) =>
    t(`step.${code}`, {
      held: held ?? 0,
      has: has ?? 0,
      answers: answers ?? 0,
      limit: limit ?? 0,
    });
}
