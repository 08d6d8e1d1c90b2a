import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useForget } from "~/api/session";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { PasswordField } from "~/ui/password";
import { toast } from "~/ui/toast";

/** Closes one's account for good. */
export function Leave() {
  const { t } = useTranslation("account");
  const [open, setOpen] = useState(false);
  return (
    <section className="sec">
      <h2 className="title">{t("leave.title")}</h2>
      <div className="col g8">
        <p className="t2">{t("leave.hint")}</p>
        <Button look="danger" onPress={() => setOpen(true)}>
          {t("leave.open")}
        </Button>
      </div>
      {open && <Ask onClose={() => setOpen(false)} />}
    </section>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const go = useNavigate();
  const forget = useForget();
  const [password, setPassword] = useState("");
  const leave = useMutation({
    mutationFn: () => must(api.POST("/api/v1/me/leave", { body: { password } })),
    onSuccess: async () => {
      await go({ to: "/sign-in" });
      await forget();
      toast(t("leave.gone"));
    },
  });
  const wrong = isProblem(leave.error) && leave.error.code === "wrong_password";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    leave.mutate();
  };
  return (
    <Dialog title={t("leave.ask")} open onClose={onClose}>
      <form onSubmit={submit} noValidate className="col g16">
        <p className="t2">{t("leave.hint")}</p>
        <p className="t2">{t("leave.held")}</p>
        <PasswordField
          label={t("leave.password")}
          autoComplete="current-password"
          validationBehavior="aria"
          value={password}
          onChange={(value) => {
            setPassword(value);
            leave.reset();
          }}
          error={wrong ? t("password.wrong") : undefined}
        />
        <Fault error={wrong ? undefined : leave.error} />
        <div className="row g8">
          <Button className="grow" autoFocus onPress={onClose}>
            {common("cancel")}
          </Button>
          <Button
            type="submit"
            look="danger"
            className="grow"
            busy={leave.isPending}
            isDisabled={password === ""}
          >
            {t("leave.do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
