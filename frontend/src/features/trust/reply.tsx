import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Hit, reply } from "~/api/trusted";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";

/** Says something to what was noticed, once. */
export function Reply({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [blank, setBlank] = useState(false);
  const send = useMutation({
    mutationFn: () => reply(hit, text.trim()),
    onSuccess: () => {
      toast(t("reply_sent"));
      return client.invalidateQueries({ queryKey: ["trusted"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") setBlank(true);
    else send.mutate();
  };
  return (
    <section className="sec">
      <h2 className="title">{t("reply")}</h2>
      <form onSubmit={submit} className="col g16 mt-2" noValidate>
        <p className="t2">{t("reply_hint")}</p>
        <TextField
          label={t("reply_label")}
          rows={5}
          maxLength={4000}
          validationBehavior="aria"
          value={text}
          onChange={(value) => {
            setText(value);
            setBlank(false);
          }}
          error={blank ? t("reply_need") : undefined}
        />
        <Fault error={send.error} />
        <Button type="submit" look="primary" main className="self-start" busy={send.isPending}>
          {t("reply_send")}
        </Button>
      </form>
    </section>
  );
}
