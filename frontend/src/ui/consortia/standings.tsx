import { Ban, CircleCheck, Clock, DoorClosed, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Money } from "../money";
import { Progress } from "../page";
import { Mark, type Tone } from "../state";
import { figure, Table } from "../table";

type Row = Schema<"StageStanding">;
type State = Schema<"ConsortiumState">;

const STATES: Record<State, [LucideIcon, Tone]> = {
  invited: [Clock, ""],
  joined: [CircleCheck, "ok"],
  declined: [Ban, "off"],
  left: [DoorClosed, "off"],
};

/** How an organisation stands to a project. */
export function PartMark({ state }: { state: State }) {
  const { t } = useTranslation("consortia");
  const [icon, tone] = STATES[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`state.${state}`)}
    </Mark>
  );
}

/** What an organisation's people have done stage by stage, and how far its shares have come. */
export function Standings({ rows, label }: { rows: Row[]; label: string }) {
  const { t } = useTranslation("consortia");
  const { number, percent } = useFormat();
  const share = (row: Row) =>
    row.share !== null
      ? percent(Number(row.share) / 100)
      : row.pieces !== null
        ? t("pieces", { n: number(row.pieces) })
        : "–";
  return (
    <Table
      label={label}
      rows={rows}
      keyOf={(row) => row.stage_id}
      columns={[
        { id: "stage", word: t("stage"), cell: (row) => row.stage },
        { ...figure("share", t("share")), cell: share },
        {
          id: "progress",
          word: t("progress"),
          cell: (row) =>
            row.goal === null ? (
              number(row.accepted)
            ) : (
              <>
                <span className="nowrap">
                  {t("of", { n: number(row.accepted), goal: number(row.goal) })}
                </span>
                <Progress
                  done={row.accepted}
                  total={row.goal}
                  label={t("of", { n: number(row.accepted), goal: number(row.goal) })}
                />
              </>
            ),
        },
        {
          ...figure("first", t("first_pass")),
          wide: true,
          cell: (row) => (row.first_pass === null ? "–" : percent(row.first_pass)),
        },
        { ...figure("judged", t("judged")), wide: true, cell: (row) => number(row.judged) },
        { ...figure("earned", t("earned")), wide: true, cell: (row) => <Money won={row.earned} /> },
      ]}
    />
  );
}
