import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { PasswordField } from "~/ui/password";
import { toast } from "~/ui/toast";

/** Chooses another password. */
export function Password() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [bad, setBad] = useState<{ old?: "wrong"; next?: "short" | "weak" }>({});
  const change = useMutation({
    mutationFn: () => must(api.PUT("/api/v1/me/password", { body: { old, new: next } })),
    onSuccess: async () => {
      setOpen(false);
      setOld("");
      setNext("");
      toast(t("password.changed"));
      await client.invalidateQueries({ queryKey: ["sessions"] });
    },
    onError: (error) => {
      if (!isProblem(error)) return;
      if (error.code === "wrong_password") setBad({ old: "wrong" });
      if (error.code === "weak_password") setBad({ next: "weak" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ([...next].length < 10) setBad({ next: "short" });
    else change.mutate();
  };
  const said = bad.old !== undefined || bad.next !== undefined;
  return (
    <section className="sec">
      <h2 className="title">{t("password.title")}</h2>
      {!open && (
        <div className="col g8">
          <p className="t2">{t("password.effect")}</p>
          <Button onPress={() => setOpen(true)}>{t("password.change")}</Button>
        </div>
      )}
      {open && (
        <form onSubmit={submit} noValidate className="col g16">
          <PasswordField
            label={t("password.old")}
            autoComplete="current-password"
            validationBehavior="aria"
            value={old}
            onChange={(value) => {
              setOld(value);
              setBad({ ...bad, old: undefined });
            }}
            error={bad.old === undefined ? undefined : t("password.wrong")}
            autoFocus
          />
          <PasswordField
            label={t("password.new")}
            autoComplete="new-password"
            validationBehavior="aria"
            value={next}
            onChange={(value) => {
              setNext(value);
              setBad({ ...bad, next: undefined });
            }}
            hint={t("password.hint")}
            error={bad.next === undefined ? undefined : t(`password.${bad.next}`)}
          />
          <Fault error={said ? undefined : change.error} />
          <Button type="submit" look="primary" busy={change.isPending}>
            {t("password.change")}
          </Button>
        </form>
      )}
    </section>
  );
}
