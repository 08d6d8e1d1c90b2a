import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { meQuery, useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";

/** One's name, which can be changed, and address, which cannot. */
export function Self() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(me.name);
  const [bad, setBad] = useState(false);
  const save = useMutation({
    mutationFn: () => must(api.PATCH("/api/v1/me", { body: { name: name.trim() } })),
    onSuccess: (now) => {
      client.setQueryData(meQuery.queryKey, now);
      setName(now.name);
      toast(t("me.saved"));
    },
    onError: (error) => setBad(isProblem(error) && error.code === "malformed"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") setBad(true);
    else save.mutate();
  };
  return (
    <section className="sec">
      <h2 className="title">{t("me.about")}</h2>
      <form onSubmit={submit} noValidate className="col g16">
        <TextField
          label={t("me.name")}
          autoComplete="name"
          maxLength={100}
          validationBehavior="aria"
          value={name}
          onChange={(value) => {
            setName(value);
            setBad(false);
          }}
          error={bad ? t("me.name_need") : undefined}
        />
        <TextField label={t("me.email")} isReadOnly value={me.email} hint={t("me.email_hint")} />
        <Fault error={bad ? undefined : save.error} />
        {name.trim() !== me.name && (
          <Button type="submit" look="primary" busy={save.isPending}>
            {common("save")}
          </Button>
        )}
      </form>
    </section>
  );
}
