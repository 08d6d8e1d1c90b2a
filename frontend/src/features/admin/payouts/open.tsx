import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { type Payee, useRefresh } from "./queries";

const LEAST = 5; // letters of a reason, as the API wants them

/** Reads what is sealed, once the reason is given; it is covered again as soon as one leaves. */
export function Open({
  house,
  payee,
  what,
  onClose,
}: {
  house: number;
  payee: Payee;
  what: "identity" | "account";
  onClose: () => void;
}) {
  const { t } = useTranslation("payouts");
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const short = reason.trim().length < LEAST;
  const open = useMutation({
    gcTime: 0, // a number in clear is kept nowhere
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/payees/{person_id}/open", {
          params: { path: { organisation_id: house, person_id: payee.person_id } },
          body: { what, reason: reason.trim() },
        }),
      ),
    onSuccess: () => refresh(),
  });
  return (
    <Dialog
      title={open.isSuccess ? t(`openings.kinds.${what}`) : t("payee.open_title")}
      open
      onClose={onClose}
    >
      {open.isSuccess ? (
        <>
          <p className="po-clear mono">{open.data.number}</p>
          <p className="label t3">{t("payee.opened")}</p>
        </>
      ) : (
        <form
          className="col g16"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (!short) open.mutate();
          }}
        >
          <TextField
            label={t("payee.reason")}
            hint={t("payee.reason_hint")}
            value={reason}
            onChange={setReason}
            maxLength={300}
            autoFocus
            error={tried && short ? t("payee.reason_missing") : undefined}
          />
          <Fault error={open.error} />
          <Button type="submit" look="primary" main full busy={open.isPending}>
            {t("payee.open")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
