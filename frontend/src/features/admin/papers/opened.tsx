import { LockOpen } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { saveText } from "~/ui/save-text";
import { SayForm } from "~/ui/say-form";
import { toast } from "~/ui/toast";
import type { House } from "../house";

/** The simplified statement as it is filed: resident numbers in clear, once a reason is given. */
export function Opened({ house, period }: { house: House; period: string }) {
  const { t } = useTranslation("papers");
  const [open, setOpen] = useState(false);
  const send = async (reason: string) => {
    const told = await must(
      api.POST("/api/v1/organisations/{organisation_id}/papers/simplified/open", {
        params: { path: { organisation_id: house.id } },
        body: { period, reason },
        parseAs: "text",
      }),
    );
    saveText(`simplified-${period}.csv`, told);
    toast(t("office.opened"));
    setOpen(false);
  };
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Icon of={LockOpen} size={16} />
        {t("office.open")}
      </Button>
      {open && (
        <Dialog title={t("office.open_title")} open onClose={() => setOpen(false)}>
          <SayForm
            hint={t("office.open_hint")}
            label={t("office.open_reason")}
            need={t("office.open_need")}
            word={t("office.open_go")}
            most={300}
            send={send}
            full
            autoFocus
          />
        </Dialog>
      )}
    </>
  );
}
