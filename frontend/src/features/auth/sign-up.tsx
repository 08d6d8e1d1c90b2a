import { Link, useSearch } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { locale } from "~/i18n";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { PageTitle } from "~/ui/page";
import { Agreements, useCurrent } from "./agreements";
import { type Asked, atFields, type Faults, faultsOf } from "./asked";
import { Door } from "./door";
import { EmailField, NewPasswordField, toFirstFault } from "./fields";
import { Mailed } from "./mailed";
import { remember, remembered } from "./remembered";

/** Who is new says who he is, agrees, and gets a mail. */
export function SignUp() {
  const { t } = useTranslation("auth");
  const { to } = useSearch({ from: "/sign-up" });
  const current = useCurrent();
  const [asked, setAsked] = useState<Asked>({
    email: remembered("email"),
    name: "",
    password: "",
    birthYear: "",
  });
  const [agreed, setAgreed] = useState<ReadonlySet<number>>(new Set());
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [mailed, setMailed] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const faults: Faults = { ...refused, ...(tried ? faultsOf(asked) : {}) };
  const all = current.data?.every((one) => agreed.has(one.id)) ?? false;
  const set = (part: keyof Asked) => (value: string) => {
    setAsked({ ...asked, [part]: value });
    setRefused({ ...refused, [part]: undefined });
  };
  const say = (part: keyof Asked) => (faults[part] === undefined ? undefined : t(faults[part]));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setFault(undefined);
    const terms = current.data?.find((one) => one.kind === "terms");
    const privacy = current.data?.find((one) => one.kind === "privacy");
    if (Object.keys(faultsOf(asked)).length > 0 || !all || !terms || !privacy) {
      toFirstFault(form.current);
      return;
    }
    setBusy(true);
    try {
      const body = {
        email: asked.email.trim(),
        name: asked.name.trim(),
        password: asked.password,
        birth_year: Number(asked.birthYear),
        locale: locale(),
        terms_id: terms.id,
        privacy_id: privacy.id,
      };
      await must(api.POST("/api/v1/accounts", { body }));
      remember("email", body.email);
      // Home says nothing yet to who is new: the catalogue is what comes next.
      remember("to", to === undefined || to === "/" ? "/work" : to);
      setMailed(true);
    } catch (error) {
      const told = atFields(error);
      if (isProblem(error) && error.code === "agreements_not_current") {
        setAgreed(new Set());
        await current.refetch();
      }
      setRefused(told);
      if (Object.keys(told).length === 0) setFault(error);
      else toFirstFault(form.current);
    } finally {
      setBusy(false);
    }
  };

  if (mailed) return <Mailed email={asked.email.trim()} onBack={() => setMailed(false)} />;
  return (
    <Door>
      <PageTitle name={t("sign_up")}>{t("sign_up_title")}</PageTitle>
      <form ref={form} onSubmit={submit} noValidate className="col g16">
        <EmailField value={asked.email} onChange={set("email")} error={say("email")} autoFocus />
        <TextField
          label={t("name")}
          autoComplete="name"
          isRequired
          validationBehavior="aria"
          value={asked.name}
          onChange={set("name")}
          hint={t("name_hint")}
          error={say("name")}
        />
        <NewPasswordField
          label={t("password")}
          value={asked.password}
          onChange={set("password")}
          error={say("password")}
        />
        <TextField
          label={t("birth_year")}
          inputMode="numeric"
          autoComplete="bday-year"
          maxLength={4}
          isRequired
          validationBehavior="aria"
          value={asked.birthYear}
          onChange={set("birthYear")}
          hint={t("birth_year_hint")}
          error={say("birthYear")}
        />
        <Agreements
          current={current}
          agreed={agreed}
          missing={tried && !all && current.data !== undefined}
          onAgree={(id, yes) => {
            const next = new Set(agreed);
            if (yes) next.add(id);
            else next.delete(id);
            setAgreed(next);
          }}
        />
        <Fault error={fault} />
        <Button type="submit" look="primary" main full busy={busy}>
          {t("join")}
        </Button>
      </form>
      <p className="door-ways label">
        <Link to="/sign-in" search={{ to }} className="acc strong">
          {t("to_sign_in")}
        </Link>
      </p>
    </Door>
  );
}
