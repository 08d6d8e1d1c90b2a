import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { NumberField } from "~/ui/field";
import type { Payee } from "../pay";
import { useSaving } from "./saving";

const MOST = 1_000_000_000; // won: far above what anybody waits for

/** The least that one wants at once. */
export function MinimumForm({ payee, onDone }: { payee: Payee; onDone: () => void }) {
  const { t } = useTranslation("earnings");
  const [minimum, setMinimum] = useState(payee.minimum);
  const save = useSaving(
    (least: number) =>
      must(
        api.PUT("/api/v1/me/payee", {
          // Without a number the account stays as it is.
          body: { bank: payee.bank ?? "", holder: payee.holder ?? "", minimum: least },
        }),
      ),
    onDone,
  );
  return (
    <form
      className="col g16"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(minimum);
      }}
    >
      <NumberField
        label={t("setup.minimum")}
        hint={t("setup.minimum_hint")}
        value={minimum}
        onChange={(value) => setMinimum(Number.isNaN(value) ? 0 : value)}
        minValue={0}
        maxValue={MOST}
        step={1}
        suffix={<span className="t3">{t("setup.won")}</span>}
      />
      <Fault error={save.error} />
      <Button type="submit" look="primary" main full busy={save.isPending}>
        {t("setup.save")}
      </Button>
    </form>
  );
}
