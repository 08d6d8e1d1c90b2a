import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { atFields } from "./asked";
import { Door } from "./door";
import { EmailField, NewPasswordField } from "./fields";
import { useHash } from "./hash";
import { remember } from "./remembered";

/** A forgotten password: first the mail is asked for, then its link lets one choose another. */
export function Reset() {
  const token = useHash();
  const [again, setAgain] = useState(false);
  return token === "" || again ? <Ask /> : <Choose token={token} onAgain={() => setAgain(true)} />;
}

function Ask() {
  const { t } = useTranslation("auth");
  const [email, setEmail] = useState("");
  const [bad, setBad] = useState(false);
  const ask = useMutation({
    mutationFn: () => must(api.POST("/api/v1/accounts/reset", { body: { email: email.trim() } })),
    onError: (error) => setBad(atFields(error).email !== undefined),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (/^\S+@\S+$/.test(email.trim())) ask.mutate();
    else setBad(true);
  };
  return (
    <Door>
      <div>
        <PageTitle name={t("reset")}>{t("reset_title")}</PageTitle>
        <p className="t2">{t("reset_hint")}</p>
      </div>
      <form onSubmit={submit} noValidate className="col g16">
        <EmailField
          value={email}
          onChange={(value) => {
            setEmail(value);
            setBad(false);
          }}
          error={bad ? t("need_email") : undefined}
          autoFocus
        />
        <Fault error={bad ? undefined : ask.error} />
        {ask.isSuccess && (
          <Note icon={MailCheck} tone="ok">
            <p role="status">{t("reset_mailed", { email: email.trim() })}</p>
          </Note>
        )}
        <Button type="submit" look="primary" main full busy={ask.isPending}>
          {t("send_link")}
        </Button>
      </form>
      <p className="door-ways label">
        <Link to="/sign-in" className="acc strong">
          {t("sign_in")}
        </Link>
      </p>
    </Door>
  );
}

function Choose({ token, onAgain }: { token: string; onAgain: () => void }) {
  const { t } = useTranslation("auth");
  const go = useNavigate();
  const [password, setPassword] = useState("");
  const [bad, setBad] = useState<"need_password" | "need_stronger">();
  const choose = useMutation({
    mutationFn: () =>
      must(api.POST("/api/v1/accounts/reset/confirm", { body: { token, password } })),
    onError: (error) => {
      if (atFields(error).password !== undefined) setBad("need_stronger");
    },
    onSuccess: async () => {
      remember("here", "yes");
      await go({ to: "/sign-in" });
      toast(t("reset_done"));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ([...password].length < 10) setBad("need_password");
    else choose.mutate();
  };
  const over = isProblem(choose.error) && choose.error.code === "link_over";
  return (
    <Door>
      <div>
        <PageTitle name={t("reset")}>{t("choose_password")}</PageTitle>
        <p className="t2">{t("choose_hint")}</p>
      </div>
      <form onSubmit={submit} noValidate className="col g16">
        <NewPasswordField
          label={t("new_password")}
          value={password}
          onChange={(value) => {
            setPassword(value);
            setBad(undefined);
          }}
          error={bad === undefined ? undefined : t(bad)}
          autoFocus
        />
        <Fault error={bad === undefined ? choose.error : undefined} />
        {over && (
          <Button look="line" full onPress={onAgain}>
            {t("ask_again")}
          </Button>
        )}
        <Button type="submit" look="primary" main full busy={choose.isPending}>
          {t("set_password")}
        </Button>
      </form>
    </Door>
  );
}
