import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { reasonsQuery, workQuery } from "../queries";
import { VerdictMark } from "../verdict-mark";

type Row = Schema<"WorkRow">;

/** What happened around one own verdict: answers and verdicts, in order. */
export function History({ row, onClose }: { row: Row | null; onClose: () => void }) {
  const { t } = useTranslation("review");
  return (
    <Dialog
      title={row?.item ?? t("see_history")}
      open={row !== null}
      onClose={onClose}
      sheet
      steady
    >
      {row !== null && <Turns row={row} />}
    </Dialog>
  );
}

function Turns({ row }: { row: Row }) {
  const work = useQuery(workQuery(row.project_id, row.id));
  const reasons = useQuery(reasonsQuery(row.project_id));
  if (work.isPending) return <Skeleton lines={4} />;
  if (work.data === undefined) return <Fault error={work.error} retry={() => work.refetch()} />;
  return (
    <ol className="rv-turns">
      {work.data.turns.map((turn) => (
        <Turn key={turn.submission_id} turn={turn} reasons={reasons.data ?? []} />
      ))}
    </ol>
  );
}

function Turn({
  turn,
  reasons,
}: {
  turn: Schema<"Turn">;
  reasons: readonly Schema<"ReasonOut">[];
}) {
  const { t, i18n } = useTranslation("review");
  const { full } = useFormat();
  const reason = reasons.find((one) => one.code === turn.reason);
  return (
    <li>
      <div className="row between">
        <b>
          {turn.by}{" "}
          <span className="label t3">
            {t(`by_level.${turn.level === 2 ? 2 : turn.level === 1 ? 1 : 0}`)}
          </span>
        </b>
        {turn.verdict ? (
          <VerdictMark verdict={turn.verdict} />
        ) : (
          <span className="label t2">{t("handed_in_n", { n: turn.attempt })}</span>
        )}
      </div>
      <p className="label t3">{full(turn.at)}</p>
      {turn.reason && (
        <p className="label strong">
          {reason === undefined ? turn.reason : i18n.language === "en" ? reason.en : reason.ko}
        </p>
      )}
      {turn.comment && <p>{turn.comment}</p>}
    </li>
  );
}
