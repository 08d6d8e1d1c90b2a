import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, newKey } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { NumberField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { budgetQuery } from "../frame/queries";

/** Records money that the sponsor has paid in. The same request is never counted twice. */
export function Fund({ projectId, wanted }: { projectId: number; wanted: number }) {
  const { t } = useTranslation("projects");
  const { number } = useFormat();
  const client = useQueryClient();
  const [typed, setTyped] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const key = useRef(newKey());
  const amount = typed ?? wanted;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!(amount > 0)) return;
    setBusy(true);
    setFault(undefined);
    try {
      const now = await must(
        api.POST("/api/v1/projects/{project_id}/funding", {
          params: { path: { project_id: projectId }, header: { "idempotency-key": key.current } },
          body: { amount },
        }),
      );
      key.current = newKey();
      client.setQueryData(budgetQuery(projectId).queryKey, now);
      setTyped(null);
      setTried(false);
      toast(t("budget.funded", { won: number(amount) }));
      await client.invalidateQueries({ queryKey: ["project", projectId] });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="col g8" noValidate>
      <div className="fund-line">
        <NumberField
          label={t("budget.amount")}
          hint={t("budget.amount_hint")}
          minValue={0}
          maxValue={1_000_000_000_000}
          value={amount}
          onChange={(next) => {
            setTyped(Number.isNaN(next) ? 0 : Math.round(next));
            // Another amount is another payment.
            key.current = newKey();
          }}
          suffix={<span className="t3">{t("prices.won")}</span>}
          error={tried && !(amount > 0) ? t("budget.fault") : undefined}
        />
        <Button type="submit" look={wanted > 0 ? "primary" : "line"} busy={busy}>
          {t("budget.fund")}
        </Button>
      </div>
      <Fault error={fault} />
    </form>
  );
}
