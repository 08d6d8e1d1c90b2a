import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { piecesQuery } from "./queries";

export type Consensus = Schema<"ConsensusOut">;

const LOOK = {
  agreed: [CircleCheck, "c-ok"],
  undecided: [CircleDashed, "t2"],
  decided: [Scale, "c-ok"],
} as const;

/** What the answers to the only task of an item came to; undefined where nothing did. */
export function useConsensus(projectId: number, item: Schema<"ItemWhole">): Consensus | undefined {
  const [task] = item.tasks;
  const lone = item.tasks.length === 1 && task !== undefined && task.overlap > 1;
  const read = useQuery({ ...piecesQuery(projectId, item.id), enabled: lone });
  return read.data?.pieces[0]?.consensus ?? undefined;
}

/** How answers became one, in a sentence: how many, how sure, who decided. */
export function Came({ consensus }: { consensus: Consensus }) {
  const { t } = useTranslation("data");
  const { number, percent } = useFormat();
  const { state, answers, confidence, by } = consensus;
  const [icon, tone] = LOOK[state];
  return (
    <span className="row g8 came">
      <Icon of={icon} size={16} className={tone} />
      <span className="grow">
        {t(by === null ? `item.came.${state}` : "item.came.decided_by", {
          n: number(answers),
          by: by ?? "",
        })}
        {confidence !== null &&
          state !== "undecided" &&
          ` ${t("item.came.sure", { share: percent(Math.round(confidence * 1000) / 1000) })}`}
      </span>
    </span>
  );
}
