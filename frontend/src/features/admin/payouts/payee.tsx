import { useMutation, useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { Open } from "./open";
import { banksQuery, type Payee, useBankName, useRefresh } from "./queries";

/** How somebody is paid by an organisation; who pays sets the kind of income, confirms an account
 * in another name, and opens what is sealed, with a reason. */
export function PayeeSheet({
  house,
  person,
  onClose,
}: {
  house: number;
  person: number;
  onClose: () => void;
}) {
  const { t } = useTranslation("payouts");
  const found = useQuery({
    queryKey: ["admin", "payees", house, person],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/payees/{person_id}", {
          params: { path: { organisation_id: house, person_id: person } },
        }),
      ),
  });
  return (
    <Dialog
      title={
        found.data === undefined ? t("payee.page") : t("payee.title", { name: found.data.person })
      }
      open
      onClose={onClose}
      sheet
    >
      {found.isPending && <Skeleton lines={5} />}
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.data !== undefined && <Shown house={house} payee={found.data} />}
    </Dialog>
  );
}

function Shown({ house, payee }: { house: number; payee: Payee }) {
  const { t } = useTranslation("payouts");
  const { number } = useFormat();
  const me = useMe();
  const refresh = useRefresh();
  const bankName = useBankName(useQuery(banksQuery).data);
  const [opens, setOpens] = useState<"identity" | "account">();
  const pays = me.organisations.some((one) => one.id === house && one.roles.includes("finance"));
  const save = useMutation({
    mutationFn: (body: Schema<"PayeePut">) =>
      must(
        api.PUT("/api/v1/organisations/{organisation_id}/payees/{person_id}", {
          params: { path: { organisation_id: house, person_id: payee.person_id } },
          body,
        }),
      ),
    onSuccess: async () => {
      await refresh();
      toast(t("payee.saved"));
    },
  });
  const none = <span className="t3">{t("payee.none")}</span>;
  return (
    <>
      <dl className="adm-facts">
        <dt>{t("payee.legal")}</dt>
        <dd>{payee.legal_name ?? none}</dd>
        <dt>{t("payee.identity")}</dt>
        <dd>
          {payee.identity ?? none}
          {pays && payee.identity !== null && (
            <Button look="ghost" onPress={() => setOpens("identity")}>
              <Icon of={Lock} size={16} />
              {t("payee.open_identity")}
            </Button>
          )}
        </dd>
        <dt>{t("payee.bank")}</dt>
        <dd>
          {payee.account === null ? none : `${bankName(payee.bank)} ${payee.account}`}
          {pays && payee.account !== null && (
            <Button look="ghost" onPress={() => setOpens("account")}>
              <Icon of={Lock} size={16} />
              {t("payee.open_account")}
            </Button>
          )}
        </dd>
        <dt>{t("payee.holder")}</dt>
        <dd>{payee.holder ?? none}</dd>
        <dt>{t("payee.minimum")}</dt>
        <dd>{t("won", { n: number(payee.minimum) })}</dd>
        {!pays && (
          <>
            <dt>{t("payee.income")}</dt>
            <dd>{t(`income_full.${payee.income}`)}</dd>
          </>
        )}
      </dl>
      {pays && (
        <Select
          label={t("payee.income")}
          hint={t("payee.income_hint")}
          value={payee.income}
          isDisabled={save.isPending}
          onChange={(key) =>
            save.mutate({ income: key as Payee["income"], confirmed: payee.confirmed })
          }
          options={(["business", "other", "daily"] as const).map((id) => ({
            id,
            name: t(`income_full.${id}`),
          }))}
        />
      )}
      {payee.names_differ && (
        <Note icon={Lock} tone={payee.confirmed ? "ok" : "warn"}>
          <p>{t(payee.confirmed ? "payee.confirmed" : "payee.confirm_hint")}</p>
          {pays && !payee.confirmed && (
            <Button
              className="mt-2"
              busy={save.isPending}
              onPress={() => save.mutate({ income: payee.income, confirmed: true })}
            >
              {t("payee.confirm")}
            </Button>
          )}
        </Note>
      )}
      <Fault error={save.error} />
      {opens !== undefined && (
        <Open house={house} payee={payee} what={opens} onClose={() => setOpens(undefined)} />
      )}
    </>
  );
}
