import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { useForget } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { PasswordField } from "~/ui/password";
import { EmailField, toFirstFault } from "./fields";
import { remember, remembered } from "./remembered";
import { Resend } from "./resend";

const SecondStep = lazy(() => import("./second-step"));
const LinkStep = lazy(() => import("./link-step"));
const MoreWays = lazy(() => import("./more-ways"));

/** Address and password, a second step for who has one, and then to where one wanted. */
export function SignInForm({ to, email: given = "" }: { to: string; email?: string }) {
  const { t } = useTranslation("auth");
  const go = useNavigate();
  const forget = useForget();
  const known = given || remembered("email");
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const [half, setHalf] = useState<Schema<"HalfwayView">>();
  const [linking, setLinking] = useState("");
  const form = useRef<HTMLFormElement>(null);

  const arrive = async () => {
    remember("email", "");
    remember("here", "yes");
    remember("to", "");
    await forget();
    await go({ href: to, replace: true });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() === "" || password === "") {
      toFirstFault(form.current);
      return;
    }
    setBusy(true);
    setFault(undefined);
    try {
      const body = { email: email.trim(), password };
      const answer = await must(api.POST("/api/v1/sessions", { body }));
      if ("proving" in answer) setHalf(answer);
      else await arrive();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  if (half !== undefined || linking !== "")
    return (
      <Suspense>
        {half !== undefined ? (
          <SecondStep half={half} onIn={arrive} />
        ) : (
          <LinkStep proving={linking} onIn={arrive} onHalf={setHalf} />
        )}
      </Suspense>
    );
  const unproved = isProblem(fault) && fault.code === "unverified";
  return (
    <form ref={form} onSubmit={submit} noValidate className="col g16">
      <EmailField
        value={email}
        onChange={setEmail}
        error={tried && email.trim() === "" ? t("need_email") : undefined}
        autoFocus={known === ""}
      />
      <PasswordField
        label={t("password")}
        autoComplete="current-password"
        isRequired
        validationBehavior="aria"
        value={password}
        onChange={setPassword}
        error={tried && password === "" ? t("need_your_password") : undefined}
        autoFocus={known !== ""}
      />
      <Fault error={fault} />
      {unproved && <Resend email={email.trim()} />}
      <Button type="submit" look="primary" main full busy={busy}>
        {t("sign_in")}
      </Button>
      <Suspense>
        <MoreWays to={to} onIn={arrive} onHalf={setHalf} onLink={setLinking} />
      </Suspense>
    </form>
  );
}
