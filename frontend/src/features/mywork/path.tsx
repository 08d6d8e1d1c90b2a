import { CircleCheck, CircleX, type LucideIcon, PenLine, RotateCcw, Send } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { useReason } from "./hint";
import type { Turn, Work } from "./queries";

const VERDICT: Record<NonNullable<Turn["verdict"]>, [LucideIcon, string]> = {
  approve: [CircleCheck, "c-ok"],
  fix: [PenLine, "c-ok"],
  return: [RotateCcw, "c-warn"],
  reject: [CircleX, "c-bad"],
};

/** Every hand-in and every verdict, in order. */
export function Path({ work }: { work: Work }) {
  const { t } = useTranslation("mywork");
  const { t: common } = useTranslation();
  const { day, time } = useFormat();
  const reason = useReason(work.project_id);
  if (work.turns.length === 0) return <p className="t3">{t("no_answer")}</p>;
  const says = (turn: Turn): string => {
    if (turn.verdict === null)
      return turn.attempt > 1 ? t("handed_in", { n: turn.attempt }) : t("handed_in_first");
    const level = common(`level.${turn.level === 2 ? "2" : "1"}`);
    return turn.verdict === "return"
      ? t("judged_return", { level })
      : t("judged", { level, verdict: common(`verdict.${turn.verdict}`) });
  };
  return (
    <ol className="piece-path" aria-label={t("history")}>
      {work.turns.map((turn) => {
        const [icon, tone] = turn.verdict === null ? [Send, "t3"] : VERDICT[turn.verdict];
        return (
          <li key={turn.submission_id}>
            <Icon of={icon as LucideIcon} className={tone as string} />
            <div className="grow">
              <p className="strong">{says(turn)}</p>
              <p className="label t3">
                {turn.reason !== null && `${reason(turn.reason)} · `}
                {day(turn.at)} {time(turn.at)}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
