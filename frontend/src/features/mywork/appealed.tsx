import { CircleCheck, CircleX, Scale } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Mark } from "~/ui/state";

/** What one objected, how that stands, and what the arbiter answered. */
export function Appealed({ appeal }: { appeal: Schema<"AppealOut"> }) {
  const { t } = useTranslation("mywork");
  const { day, time } = useFormat();
  return (
    <section className="sec">
      <div className="head">
        <h2 className="title">{t("appeal_mine")}</h2>
        {appeal.won === null ? (
          <Mark icon={Scale} tone="warn">
            {t("appeal_open")}
          </Mark>
        ) : appeal.won ? (
          <Mark icon={CircleCheck} tone="ok">
            {t("appeal_won")}
          </Mark>
        ) : (
          <Mark icon={CircleX} tone="bad">
            {t("appeal_lost")}
          </Mark>
        )}
      </div>
      <p className="piece-said">{appeal.text}</p>
      <p className="label t3 mt-1">
        {day(appeal.opened_at)} {time(appeal.opened_at)}
      </p>
      {appeal.reply !== null && (
        <div className="mt-4">
          <b className="block">{t("appeal_reply")}</b>
          <p className="t2 piece-said">{appeal.reply}</p>
          {appeal.decided_at !== null && (
            <p className="label t3 mt-1">
              {day(appeal.decided_at)} {time(appeal.decided_at)}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
