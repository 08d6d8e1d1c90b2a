import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import type { Work } from "./queries";

/** Objects to a rejection. */
export function Appeal({ work, onClose }: { work: Work; onClose: () => void }) {
  const { t } = useTranslation("mywork");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [blank, setBlank] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/appeal", {
          params: { path: { project_id: work.project_id, assignment_id: work.id } },
          body: { text: text.trim() },
        }),
      ),
    onSuccess: async () => {
      toast(t("appeal_sent"));
      await client.invalidateQueries({ queryKey: ["me"] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") setBlank(true);
    else send.mutate();
  };
  return (
    <Dialog title={t("appeal_title")} open onClose={onClose}>
      <form onSubmit={submit} className="col g16" noValidate>
        <p className="t2">{t("appeal_hint")}</p>
        <TextField
          label={t("appeal_label")}
          rows={5}
          maxLength={5000}
          validationBehavior="aria"
          value={text}
          onChange={(value) => {
            setText(value);
            setBlank(false);
          }}
          error={blank ? t("appeal_need") : undefined}
          autoFocus
        />
        <Fault error={send.error} />
        <Button type="submit" look="primary" main full busy={send.isPending}>
          {t("appeal_send")}
        </Button>
      </form>
    </Dialog>
  );
}
