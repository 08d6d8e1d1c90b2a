import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, newKey } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { NumberField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { stay } from "../data/stay";

const MOST = 1e12;

/** Records what the sponsor has paid in; asked twice, it is recorded once. */
export function Fund({
  projectId,
  open,
  onClose,
}: {
  projectId: number;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation("data");
  const client = useQueryClient();
  const [amount, setAmount] = useState(1_000_000);
  const [missing, setMissing] = useState(false);
  const key = useRef(newKey());
  const pay = async () => {
    if (!(amount >= 1)) {
      setMissing(true);
      return stay();
    }
    await must(
      api.POST("/api/v1/projects/{project_id}/funding", {
        params: { path: { project_id: projectId }, header: { "idempotency-key": key.current } },
        body: { amount },
      }),
    );
    key.current = newKey();
    await client.invalidateQueries({ queryKey: ["project", projectId] });
    toast(t("cost.funded_now"));
  };
  return (
    <Confirm
      title={t("cost.fund_title")}
      open={open}
      onClose={onClose}
      act={pay}
      word={t("cost.fund")}
    >
      <NumberField
        label={t("cost.amount")}
        hint={t("cost.amount_hint")}
        error={missing ? t("cost.amount_missing") : undefined}
        value={amount}
        minValue={1}
        maxValue={MOST}
        step={1}
        onChange={(next) => {
          setAmount(next);
          setMissing(false);
          key.current = newKey();
        }}
        suffix={<span className="t3">{t("cost.won")}</span>}
      />
    </Confirm>
  );
}
