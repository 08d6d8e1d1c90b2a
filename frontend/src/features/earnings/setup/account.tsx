import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import type { Payee } from "../pay";
import { useSaving } from "./saving";

/** The account that money goes to. */
export function AccountForm({
  payee,
  banks,
  onDone,
}: {
  payee: Payee;
  banks: readonly Schema<"BankOut">[];
  onDone: () => void;
}) {
  const { t, i18n } = useTranslation("earnings");
  const me = useMe();
  const [bank, setBank] = useState(payee.bank);
  const [account, setAccount] = useState("");
  const [holder, setHolder] = useState(payee.holder ?? payee.legal_name ?? me.name);
  const [tried, setTried] = useState(false);
  const save = useSaving(
    (body: Schema<"PayeeIn">) => must(api.PUT("/api/v1/me/payee", { body })),
    onDone,
  );
  const needs = (text: string) => (tried && text.trim() === "" ? t("setup.needed") : undefined);
  return (
    <form
      className="col g16"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (bank !== null && account.trim() !== "" && holder.trim() !== "")
          save.mutate({
            bank,
            account: account.trim(),
            holder: holder.trim(),
            minimum: payee.minimum,
          });
      }}
    >
      <Select
        label={t("setup.bank")}
        value={bank}
        onChange={(key) => setBank(key === null ? null : String(key))}
        placeholder={t("pay.bank_none")}
        options={banks.map((one) => ({
          id: one.code,
          name: i18n.language === "en" ? one.en : one.ko,
        }))}
        error={tried && bank === null ? t("setup.bank_needed") : undefined}
      />
      <TextField
        label={t("setup.account_number")}
        hint={payee.account === null ? t("setup.account_hint") : t("setup.account_same")}
        value={account}
        onChange={setAccount}
        maxLength={40}
        inputMode="numeric"
        autoComplete="off"
        error={needs(account)}
      />
      <TextField
        label={t("setup.holder")}
        hint={t("setup.holder_hint")}
        value={holder}
        onChange={setHolder}
        maxLength={60}
        autoComplete="name"
        error={needs(holder)}
      />
      <Fault error={save.error} />
      <Button type="submit" look="primary" main full busy={save.isPending}>
        {t("setup.next")}
      </Button>
    </form>
  );
}
