import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Fault } from "~/ui/fault";
import type { Stage } from "../frame/queries";
import { remainingQuery } from "./queries";
import "./confidence.css";

/** What is likely left wrong in a stage, in words; nothing where no level looks by chance. */
export function RemainingError({ stage, named }: { stage: Stage; named: boolean }) {
  const { t } = useTranslation("confidence");
  const { number, percent, day } = useFormat();
  const found = useQuery(remainingQuery({ project_id: stage.project_id, stage_id: stage.id }));
  const left = found.data;
  if (left === undefined) return <Fault error={found.error} retry={() => void found.refetch()} />;
  if (left.looked === 0 || left.share === null) return null;
  const hundred = (share: number) => number(Math.round(share * 1000) / 10);
  return (
    <section className="col g8 cf-left" aria-label={t("left.title")}>
      <h2 className="title">
        {named ? t("left.title_of", { stage: stage.name }) : t("left.title")}
      </h2>
      <p>
        {left.enough
          ? t("left.words", {
              n: hundred(left.share),
              low: percent(left.low),
              high: percent(left.high),
            })
          : t("left.few", { n: number(left.looked) })}
      </p>
      <p className="hint">
        {t("left.how", {
          looked: number(left.looked),
          wrong: number(left.wrong),
          since: left.since === null ? "–" : day(left.since),
        })}
      </p>
    </section>
  );
}
