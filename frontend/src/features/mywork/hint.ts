import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { reasonsQuery, type Work } from "./queries";

/** What a project calls a reason, in the reader's language; the code where it has no name. */
export function useReason(projectId: number): (code: string | null) => string {
  const { i18n } = useTranslation();
  const reasons = useQuery(reasonsQuery(projectId));
  return (code) => {
    const found = reasons.data?.find((reason) => reason.code === code);
    if (found === undefined) return code ?? "";
    return i18n.language === "en" ? found.en : found.ko;
  };
}

/** Why the work was sent back or rejected, as the last inspector named it; null where it was not. */
export function useWhy(work: Work): string | null {
  const reason = useReason(work.project_id);
  const last = work.turns.filter((turn) => turn.verdict !== null).at(-1);
  return last === undefined || last.reason === null ? null : reason(last.reason);
}

/** What the state means for money and time. */
export function useHint(work: Work): string {
  const { t } = useTranslation("mywork");
  const { number, day, time } = useFormat();
  const fill = {
    won: number(work.price),
    until: work.due_at === null ? "" : `${day(work.due_at)} ${time(work.due_at)}`,
  };
  const over = work.due_at !== null && new Date(work.due_at) < new Date();
  if (work.state === "rejected" && (over || work.due_at === null)) return t("hint.rejected_over");
  return t(`hint.${work.state}`, fill);
}
