import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import type { Pin, Reason } from "../model/judgement";
import { VerdictMark } from "../verdict-mark";

/** What inspectors said of this work so far: of the rework, or at the first level. */
export function SaidBefore({
  turns,
  level,
  reasons,
}: {
  turns: readonly Schema<"Turn">[];
  level: number;
  reasons: readonly Reason[];
}) {
  const { t, i18n } = useTranslation("review");
  const { ago } = useFormat();
  if (turns.length === 0) return null;
  const wordOf = (code: string) => {
    const reason = reasons.find((one) => one.code === code);
    return reason === undefined ? code : i18n.language === "en" ? reason.en : reason.ko;
  };
  return (
    <section>
      <h3>{t(level === 2 ? "first_said" : "said_before")}</h3>
      <ul className="rv-said">
        {turns.map((turn) => (
          <li key={turn.submission_id} className="note">
            <div className="grow">
              <div className="row between">
                {turn.verdict && <VerdictMark verdict={turn.verdict} />}
                <span className="t3">{t("said_by", { who: turn.by, when: ago(turn.at) })}</span>
              </div>
              {turn.reason && <p className="strong">{wordOf(turn.reason)}</p>}
              <p className="t2">{turn.comment ?? t("no_comment")}</p>
              <Notes pins={turn.pins} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was noted at the pins, under their numbers on the picture. */
function Notes({ pins }: { pins: readonly unknown[] | null }) {
  const noted = ((pins ?? []) as readonly Pin[])
    .map((pin, at) => ({ n: at + 1, note: pin.note }))
    .filter((pin) => pin.note);
  if (noted.length === 0) return null;
  return (
    <ul className="t2">
      {noted.map(({ n, note }) => (
        <li key={n} className="row g6">
          <span className="rv-pin-n">{n}</span>
          {note}
        </li>
      ))}
    </ul>
  );
}
