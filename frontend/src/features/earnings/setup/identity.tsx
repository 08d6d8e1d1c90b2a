import { Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import type { Payee } from "../pay";
import { useSaving } from "./saving";

/** The name and the number that tax is reported with: why, by which law, and how it is kept. */
export function IdentityForm({ payee, onDone }: { payee: Payee; onDone: () => void }) {
  const { t } = useTranslation("earnings");
  const me = useMe();
  const [name, setName] = useState(payee.legal_name ?? me.name);
  const [number, setNumber] = useState("");
  const [tried, setTried] = useState(false);
  const save = useSaving(
    (body: { legal_name: string; number: string }) =>
      must(api.PUT("/api/v1/me/identity", { body })),
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
        if (name.trim() !== "" && number.trim() !== "")
          save.mutate({ legal_name: name.trim(), number: number.trim() });
      }}
    >
      <Note icon={Lock}>
        <p>{t("setup.identity_why")}</p>
        <p className="t2 mt-2">{t("setup.identity_kept")}</p>
      </Note>
      <TextField
        label={t("setup.legal_name")}
        hint={t("setup.legal_name_hint")}
        value={name}
        onChange={setName}
        maxLength={60}
        autoComplete="name"
        error={needs(name)}
      />
      <TextField
        label={t("setup.number")}
        hint={t("setup.number_hint")}
        value={number}
        onChange={setNumber}
        maxLength={14}
        inputMode="numeric"
        autoComplete="off"
        error={needs(number)}
      />
      <Fault error={save.error} />
      <Button type="submit" look="primary" main full busy={save.isPending}>
        {t("setup.next")}
      </Button>
    </form>
  );
}
