import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Money } from "~/ui/money";
import { toast } from "~/ui/toast";
import { type Payee, payeeQuery, type Standing } from "./pay";

/** What each organisation owes, and to be paid now instead of with the next payout. */
export function Asks({ payee }: { payee: Payee }) {
  const { t } = useTranslation("earnings");
  const owing = payee.standings.filter((one) => one.owed > 0);
  return (
    <section className="sec" aria-labelledby="owed-by">
      <div className="head">
        <h2 className="title" id="owed-by">
          {t("pay.houses")}
        </h2>
        <LinkButton to="/earnings/setup" look="line">
          {t("pay.settings")}
        </LinkButton>
      </div>
      {owing.length === 0 ? (
        <p className="t3">{t("pay.none_owed")}</p>
      ) : (
        <ul className="list">
          {owing.map((one) => (
            <Owing key={one.organisation_id} one={one} minimum={payee.minimum} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Owing({ one, minimum }: { one: Standing; minimum: number }) {
  const { t } = useTranslation("earnings");
  const { number, day } = useFormat();
  const client = useQueryClient();
  const [asks, setAsks] = useState(false);
  const ask = async () => {
    await must(api.POST("/api/v1/me/payouts", { body: { organisation_id: one.organisation_id } }));
    await client.invalidateQueries({ queryKey: payeeQuery.queryKey });
    toast(t("pay.now_done"));
  };
  const under = one.owed < minimum;
  return (
    <li>
      <span className="grow">
        <b className="clip block">{one.organisation}</b>
        <span className="label t3">
          {one.asked_at !== null
            ? t("pay.asked", { day: day(one.asked_at) })
            : under
              ? t("pay.house_under", { won: number(minimum) })
              : t(`setup.kinds.${one.income}`)}
        </span>
      </span>
      <Money won={one.owed} />
      {one.asked_at === null && !under && (
        <Button look="soft" onPress={() => setAsks(true)}>
          {t("pay.now")}
        </Button>
      )}
      <Confirm
        title={t("pay.now_title", { house: one.organisation })}
        open={asks}
        onClose={() => setAsks(false)}
        act={ask}
        word={t("pay.now_go")}
      >
        <p className="t2">{t("pay.now_says", { won: number(one.owed) })}</p>
      </Confirm>
    </li>
  );
}
