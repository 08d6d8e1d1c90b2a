import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useOutbox } from "~/api/outbox";
import { todayQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import type { Desk } from "../model/desk";
import { Deadline } from "./deadline";
import { useTick } from "./now";

function Spent({ desk }: { desk: Desk }) {
  const { clock } = useFormat();
  useTick();
  return clock(desk.hands.total() / 1000);
}

/** What the piece pays, how long it takes, and until when: in the bar above. */
export function Meters({ desk }: { desk: Desk }) {
  const { t } = useTranslation("work");
  const { clock } = useFormat();
  const { lease, about } = desk.piece;
  const median = about?.median_seconds;
  const bar = <span className="vr" />;
  return (
    <div className="row wk-meters">
      <span className="meter">
        {t(lease.pay?.most ? "price_most" : "price")} <Money won={lease.price} />
      </span>
      {bar}
      <span className="meter">
        {t("spent")}{" "}
        <b>
          <Spent desk={desk} />
        </b>
        {median != null && <span>{t("usually", { time: clock(median) })}</span>}
      </span>
      {lease.due_at !== null && (
        <>
          {bar}
          <span className="meter">
            {t("until")}{" "}
            <b>
              <Deadline desk={desk} />
            </b>
          </span>
        </>
      )}
    </div>
  );
}

/** How many pieces were done today, with those that are still on their way. */
export function Today() {
  const { t } = useTranslation("work");
  const { number } = useFormat();
  const { data } = useQuery(todayQuery);
  const { waiting } = useOutbox();
  if (data === undefined) return null;
  const going = waiting.filter((letter) => letter.level === 0).length;
  return (
    <span className="meter wk-today">
      {t("today")} <b>{t("n_pieces", { n: number(data.pieces + going) })}</b>
    </span>
  );
}
