import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, newKey } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { RadioGroup } from "~/ui/field";
import type { House } from "../house";
import { useRefresh } from "./queries";

/** A day of Seoul as the API writes it. */
const today = (): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(new Date());

/** Gathers what people are owed into a payout. */
export function Prepare({ house, onClose }: { house: House; onClose: () => void }) {
  const { t } = useTranslation("payouts");
  const go = useNavigate();
  const day = useId();
  const refresh = useRefresh();
  const [through, setThrough] = useState(today);
  const [who, setWho] = useState<"all" | "demand">("all");
  // The same choice sent again is answered as the first time.
  const [key, setKey] = useState(newKey);
  const choose = (act: () => void) => {
    act();
    setKey(newKey());
  };
  const prepare = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/payouts", {
          params: {
            path: { organisation_id: house.id },
            header: { "idempotency-key": key },
          },
          body: { through, on_demand: who === "demand" },
        }),
      ),
    onSuccess: async (made) => {
      await refresh();
      await go({
        to: "/admin/payouts/$payoutId",
        params: { payoutId: String(made.id) },
        search: { house: house.id },
      });
    },
  });
  return (
    <Dialog title={t("prepare.title")} open onClose={onClose}>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          prepare.mutate();
        }}
      >
        <div className="field">
          <label htmlFor={day}>{t("prepare.through")}</label>
          <span className="in">
            <input
              id={day}
              type="date"
              required
              className="bare grow"
              value={through}
              max={today()}
              onChange={(event) => choose(() => setThrough(event.target.value))}
            />
          </span>
          <span className="hint">{t("prepare.through_hint")}</span>
        </div>
        <RadioGroup
          label={t("prepare.who")}
          value={who}
          onChange={(next) => choose(() => setWho(next as "all" | "demand"))}
          options={[
            { id: "all", name: t("prepare.all"), detail: t("prepare.all_hint") },
            { id: "demand", name: t("prepare.demand"), detail: t("prepare.demand_hint") },
          ]}
        />
        <p className="label t3">{t("prepare.hint")}</p>
        <Fault error={prepare.error} />
        <Button type="submit" look="primary" main full busy={prepare.isPending}>
          {t("prepare.go")}
        </Button>
      </form>
    </Dialog>
  );
}
