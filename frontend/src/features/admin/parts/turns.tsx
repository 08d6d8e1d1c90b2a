import { Check, CircleX, type LucideIcon, PencilLine, RotateCcw, Send } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Mark, type Tone } from "~/ui/state";

export type Turn = Schema<"Turn">;
type Reason = Schema<"ReasonOut">;

const LOOK: Record<NonNullable<Turn["verdict"]>, [LucideIcon, Tone]> = {
  approve: [Check, "ok"],
  fix: [PencilLine, "ok"],
  return: [RotateCcw, "warn"],
  reject: [CircleX, "bad"],
};

/** Everything that was handed in about a piece of work, in order. One that has an answer can be
 * shown above. */
export function Turns({
  turns,
  reasons = [],
  shown,
  onShow,
}: {
  turns: readonly Turn[];
  reasons?: readonly Reason[];
  shown: number | undefined;
  onShow: (turn: Turn) => void;
}) {
  const { t, i18n } = useTranslation(["admin", "common"]);
  const { full, number } = useFormat();
  const worded = (code: string) => {
    const found = reasons.find((one) => one.code === code);
    return found === undefined ? code : i18n.language === "en" ? found.en : found.ko;
  };
  return (
    <ol className="adm-turns">
      {turns.map((turn) => {
        const [icon, tone] = turn.verdict === null ? [Send, "" as Tone] : LOOK[turn.verdict];
        const marks = turn.answer?.annotations;
        return (
          <li key={turn.submission_id}>
            <div className="row between wrap">
              <span className="row g8 wrap">
                <Mark icon={icon} tone={tone}>
                  {turn.verdict === null
                    ? t("admin:turns.handed_in", { n: turn.attempt })
                    : t(`common:verdict.${turn.verdict}`)}
                </Mark>
                <span className="label t3">
                  {t(`common:level.${turn.level as 0 | 1 | 2}`)} · {turn.by}
                </span>
              </span>
              <time className="label t3" dateTime={turn.at}>
                {full(turn.at)}
              </time>
            </div>
            {turn.reason !== null && <p className="strong">{worded(turn.reason)}</p>}
            {turn.comment !== null && <p className="adm-quote">{turn.comment}</p>}
            <Words pins={turn.pins} />
            {turn.answer !== null && (
              <div>
                <Button
                  look="ghost"
                  aria-pressed={shown === turn.submission_id}
                  onPress={() => onShow(turn)}
                >
                  {shown === turn.submission_id
                    ? t("admin:turns.is_shown")
                    : t("admin:turns.show", {
                        n: number(Array.isArray(marks) ? marks.length : 0),
                      })}
                </Button>
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** What was said of single objects, under the numbers that they have above. */
function Words({ pins }: { pins: Turn["pins"] }) {
  const said = ((pins ?? []) as { note?: string }[]).map(({ note }, at) => ({ n: at + 1, note }));
  const noted = said.filter(({ note }) => note);
  if (noted.length === 0) return null;
  return (
    <ul className="col g4">
      {noted.map(({ n, note }) => (
        <li key={n} className="row g8">
          <b className="pin-n">{n}</b>
          <span className="break">{note}</span>
        </li>
      ))}
    </ul>
  );
}
