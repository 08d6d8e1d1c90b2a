import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Dialog } from "~/ui/dialog";
import { SayForm } from "~/ui/say-form";
import { toast } from "~/ui/toast";
import type { Work } from "./queries";

/** Objects to a rejection. */
export function Appeal({ work, onClose }: { work: Work; onClose: () => void }) {
  const { t } = useTranslation("mywork");
  const client = useQueryClient();
  const send = async (text: string) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/appeal", {
        params: { path: { project_id: work.project_id, assignment_id: work.id } },
        body: { text },
      }),
    );
    toast(t("appeal_sent"));
    await client.invalidateQueries({ queryKey: ["me"] });
    onClose();
  };
  return (
    <Dialog title={t("appeal_title")} open onClose={onClose}>
      <SayForm
        hint={t("appeal_hint")}
        label={t("appeal_label")}
        need={t("appeal_need")}
        word={t("appeal_send")}
        most={5000}
        send={send}
        full
        autoFocus
      />
    </Dialog>
  );
}
