import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarClock, CircleX, Landmark, type LucideIcon, Send } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { rowsOf } from "~/ui/page";
import { Mark, type Tone } from "~/ui/state";
import { ListFrame } from "~/ui/table";
import { type Payment, paymentsQuery } from "./pay";

type Look = [word: "batched" | "approved" | "paid" | "payable" | "failed", LucideIcon, Tone];

function lookOf({ state, failed_at }: Payment): Look {
  if (state === "paid") return ["paid", Landmark, "ok"];
  if (state === "approved") return ["approved", Send, "now"];
  if (state === "batched") return ["batched", CalendarClock, ""];
  return failed_at === null ? ["payable", CalendarClock, "warn"] : ["failed", CircleX, "bad"];
}

/** Each payment to oneself: how far it is, what was withheld, and why one did not come. */
export function Payments() {
  const { t } = useTranslation("earnings");
  const list = useInfiniteQuery(paymentsQuery);
  return (
    <section className="sec" aria-labelledby="payments">
      <div className="head">
        <h2 className="title" id="payments">
          {t("pay.history")}
        </h2>
      </div>
      <ListFrame list={list} lines={3} none={<p className="t3">{t("pay.no_history")}</p>}>
        <ul className="list pay-history">
          {rowsOf(list).map((one) => (
            <Line key={one.id} one={one} />
          ))}
        </ul>
      </ListFrame>
    </section>
  );
}

function Line({ one }: { one: Payment }) {
  const { t } = useTranslation("earnings");
  const { day, number } = useFormat();
  const [word, icon, tone] = lookOf(one);
  const why =
    one.held !== null
      ? t(`pay.held.${one.held}`)
      : word === "failed"
        ? `${t("pay.failed_says", { said: one.failure ?? "" })} ${t("pay.failed_next")}`
        : undefined;
  return (
    <li>
      <span className="grow">
        <b className="block">
          {day(one.paid_at ?? one.failed_at ?? one.approved_at ?? one.created_at)}
        </b>
        <span className="label t3 block">{one.organisation}</span>
        <span className="label t3 block">
          {t("pay.sum", {
            gross: number(one.gross),
            tax: number(one.tax),
            local: number(one.local),
          })}
        </span>
        {why !== undefined && <span className="label t2 block">{why}</span>}
      </span>
      <span className="pay-got">
        <Money won={one.net} />
        <Mark icon={icon} tone={tone}>
          {t(`pay.states.${word}`)}
        </Mark>
      </span>
    </li>
  );
}
