import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Detail, useRefresh } from "./queries";

const LEAST = 5; // letters of a reason, as the API wants them

/** Returns a payout to who prepared it, saying why. */
export function SendBack({ payout, onClose }: { payout: Detail; onClose: () => void }) {
  const { t } = useTranslation("payouts");
  const refresh = useRefresh();
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const short = why.trim().length < LEAST;
  const back = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/payouts/{payout_id}/return", {
          params: { path: { organisation_id: payout.organisation_id, payout_id: payout.id } },
          body: { why: why.trim() },
        }),
      ),
    onSuccess: async () => {
      await refresh();
      toast(t("back.done"));
      onClose();
    },
  });
  return (
    <Dialog title={t("back.title")} open onClose={onClose}>
      <form
        className="col g16"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short) back.mutate();
        }}
      >
        <TextField
          label={t("back.why")}
          value={why}
          onChange={setWhy}
          maxLength={300}
          autoFocus
          error={tried && short ? t("back.why_missing") : undefined}
        />
        <p className="label t3">{t("back.says")}</p>
        <Fault error={back.error} />
        <Button type="submit" look="primary" main full busy={back.isPending}>
          {t("back.go")}
        </Button>
      </form>
    </Dialog>
  );
}
