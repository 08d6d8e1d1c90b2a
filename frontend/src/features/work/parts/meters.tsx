import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { serverNow } from "~/api/client";
import { useOutbox } from "~/api/outbox";
import { todayQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import type { Desk } from "../model/desk";
import { useTick } from "./now";

/** Seconds until the work has to be handed in; null where it has no deadline. */
export const left = (desk: Desk): number | null => {
  const due = desk.piece.lease.due_at;
  return due === null ? null : (Date.parse(due) - serverNow()) / 1000;
};

const LONG = 86_400;

/** The time until the deadline: a clock, or days where there are days. */
export function Deadline({ desk }: { desk: Desk }) {
  const { clock, span } = useFormat();
  useTick();
  const seconds = left(desk);
  if (seconds === null) return null;
  return seconds > LONG ? span(Math.floor(seconds / 3600) * 3600) : clock(seconds);
}

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
  const median = about?.median_seconds ?? null;
  return (
    <div className="row wk-meters">
      <span className="meter">
        {t("price")} <Money won={lease.price} />
      </span>
      <span className="vr" />
      <span className="meter">
        {t("spent")}{" "}
        <b>
          <Spent desk={desk} />
        </b>
        {median !== null && <span>{t("usually", { time: clock(median) })}</span>}
      </span>
      {lease.due_at !== null && (
        <>
          <span className="vr" />
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
  const n = data.pieces + waiting.filter((letter) => letter.level === 0).length;
  return (
    <span className="meter wk-today">
      {t("today")} <b>{t("n_pieces", { n: number(n) })}</b>
    </span>
  );
}
