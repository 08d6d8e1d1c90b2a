import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";
import { participationQuery } from "~/ui/taking-part/queries";
import { toast } from "~/ui/toast";

const GONE = ["bytes", "answers", "releases", "open"] as const;

/** Takes back one's consent to a project: what that destroys is read first, and said a second time. */
export function Withdraw({ name, id, onClose }: { name: string; id: number; onClose: () => void }) {
  const { t } = useTranslation("taking");
  const { t: common } = useTranslation();
  const client = useQueryClient();
  const [why, setWhy] = useState("");
  const [sure, setSure] = useState(false);
  const [asked, setAsked] = useState(false);
  const withdraw = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/withdrawals", {
          params: { path: { project_id: id } },
          body: { why: why.trim() },
        }),
      ),
    onSuccess: async () => {
      toast(t("withdraw.done"));
      await Promise.all([
        client.invalidateQueries({ queryKey: participationQuery(id).queryKey }),
        client.invalidateQueries({ queryKey: ["market"] }),
        client.invalidateQueries({ queryKey: ["me"] }),
      ]);
      onClose();
    },
  });
  return (
    <Dialog
      title={t(asked ? "withdraw.sure_title" : "withdraw.title", { name })}
      open
      onClose={onClose}
    >
      {asked ? (
        <div className="col g16">
          <p className="t2">{t("withdraw.sure", { name })}</p>
          <Fault error={withdraw.error} />
          <div className="row g8">
            <Button className="grow" autoFocus onPress={onClose}>
              {common("cancel")}
            </Button>
            <Button
              look="danger"
              className="grow"
              busy={withdraw.isPending}
              onPress={() => withdraw.mutate()}
            >
              {t("withdraw.do")}
            </Button>
          </div>
        </div>
      ) : (
        <div className="col g16">
          <p className="t2">{t("withdraw.what")}</p>
          <ul className="withdraws">
            {GONE.map((one) => (
              <li key={one}>{t(`withdraw.gone.${one}`)}</li>
            ))}
          </ul>
          <p className="t2">{t("withdraw.stays")}</p>
          <TextField
            label={t("withdraw.why")}
            hint={t("withdraw.why_hint")}
            maxLength={1000}
            value={why}
            onChange={setWhy}
          />
          <Checkbox isSelected={sure} onChange={setSure}>
            {t("withdraw.read")}
          </Checkbox>
          <div className="row g8">
            <Button className="grow" autoFocus onPress={onClose}>
              {common("cancel")}
            </Button>
            <Button
              look="danger"
              className="grow"
              isDisabled={!sure}
              onPress={() => setAsked(true)}
            >
              {t("withdraw.next")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
