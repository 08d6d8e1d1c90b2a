import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import type { Pin, Reason } from "../model/judgement";
import { VerdictMark } from "../verdict-mark";
import type { Bench } from "./use-bench";

/** What inspectors said of this work so far: of the rework, or at the first level. */
export function SaidBefore({
  turns,
  bench,
  reasons,
}: {
  turns: readonly Schema<"Turn">[];
  bench: Bench;
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
      <h3>{t(bench.work.level === 2 ? "first_said" : "said_before")}</h3>
      <ul className="rv-said">
        {turns.map((turn, nth) => (
          <li key={turn.submission_id} className="note">
            <div className="grow">
              <div className="row between">
                {turn.verdict && <VerdictMark verdict={turn.verdict} />}
                <span className="t3">{t("said_by", { who: turn.by, when: ago(turn.at) })}</span>
              </div>
              {turn.reason && <p className="strong">{wordOf(turn.reason)}</p>}
              <p className="t2">{turn.comment ?? t("no_comment")}</p>
              <Notes pins={(turn.pins ?? []) as readonly Pin[]} bench={bench} shown={nth === 0} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was said of single objects; the last of it stands on the board, under the same numbers. */
function Notes({ pins, bench, shown }: { pins: readonly Pin[]; bench: Bench; shown: boolean }) {
  const { kit, editor } = bench;
  if (pins.length === 0) return null;
  return (
    <ul>
      {pins.map((pin, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
        <li key={at} className="rv-word">
          <button type="button" className="lrow" onClick={() => kit.showPin(editor, pin)}>
            {shown && <b className="pin-n">({at + 1})</b>}
            <span className="clip">
              <kit.Pointed editor={editor} pin={pin} />
            </span>
          </button>
          {pin.note && <p className="t2">{pin.note}</p>}
        </li>
      ))}
    </ul>
  );
}
