import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { type House, pays } from "../house";
import { type Detail, type Preset, useRefresh } from "./queries";
import { SendBack } from "./send-back";

/** What can be done now: approve or return, then send; by who pays. */
export function Acts({ house, payout }: { house: House; payout: Detail }) {
  if (!pays(house)) return null;
  if (payout.state === "prepared") return <Decide payout={payout} />;
  if (payout.state === "approved" || payout.state === "sent") return <Send payout={payout} />;
  return null;
}

const at = (payout: Detail) => ({
  params: { path: { organisation_id: payout.organisation_id, payout_id: payout.id } },
});

function Decide({ payout }: { payout: Detail }) {
  const { t } = useTranslation("payouts");
  const { number } = useFormat();
  const me = useMe();
  const refresh = useRefresh();
  const [asks, setAsks] = useState<"approve" | "back">();
  const own = payout.prepared_by === me.id;
  const whole = payout.checks.every((check) => check.ok);
  const approve = async () => {
    await must(
      api.POST("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/approve", at(payout)),
    );
    await refresh();
    toast(t("approve.done"));
  };
  const words = { n: number(payout.people), won: number(payout.net) };
  return (
    <section className="po-acts">
      <p className="label t3">
        {own ? t("approve.own") : whole ? t("approve.says") : t("approve.bad")}
      </p>
      <div className="row g8">
        <Button onPress={() => setAsks("back")}>{t("back.go")}</Button>
        <Button
          look="primary"
          className="grow"
          isDisabled={own || !whole || payout.people === 0}
          onPress={() => setAsks("approve")}
        >
          {t("approve.go", words)}
        </Button>
      </div>
      <Confirm
        title={t("approve.sure", words)}
        open={asks === "approve"}
        onClose={() => setAsks(undefined)}
        act={approve}
        word={t("approve.go", words)}
      >
        <p className="t2">{t("approve.says")}</p>
      </Confirm>
      {asks === "back" && <SendBack payout={payout} onClose={() => setAsks(undefined)} />}
    </section>
  );
}

function Send({ payout }: { payout: Detail }) {
  const { t } = useTranslation("payouts");
  const refresh = useRefresh();
  const [template, setTemplate] = useState<Preset>("own");
  const [sure, setSure] = useState(false);
  const file = useMutation({
    mutationFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/bank-file", {
          params: { ...at(payout).params, query: { template } },
          parseAs: "blob",
        }),
      ),
    onSuccess: (bytes) => {
      save(`payout-${payout.id}.csv`, bytes as unknown as Blob);
    },
  });
  const sent = async () => {
    await must(
      api.POST("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/sent", at(payout)),
    );
    await refresh();
    toast(t("bank.sent_done"));
  };
  return (
    <section className="po-acts">
      <Select
        label={t("bank.which")}
        value={template}
        onChange={(key) => setTemplate(key as Preset)}
        options={(["own", "generic", "multi"] as const).map((id) => ({
          id,
          name: t(`bank.${id}`),
        }))}
      />
      <p className="label t3">{t("bank.file_hint")}</p>
      <Fault error={file.error} />
      <Button look="line" full busy={file.isPending} onPress={() => file.mutate()}>
        <Icon of={Download} size={16} />
        {t("bank.file")}
      </Button>
      {payout.state === "approved" && (
        <Button look="primary" full onPress={() => setSure(true)}>
          {t("bank.sent")}
        </Button>
      )}
      <Confirm
        title={t("bank.sent_sure")}
        open={sure}
        onClose={() => setSure(false)}
        act={sent}
        word={t("bank.sent")}
      >
        <p className="t2">{t("bank.sent_says")}</p>
      </Confirm>
    </section>
  );
}

/** Gives bytes to the browser as a file. */
function save(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
