import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Door } from "./door";
import { EmailField } from "./fields";
import { useHash } from "./hash";
import { remembered } from "./remembered";
import { Resend } from "./resend";
import { SignInForm } from "./sign-in-form";

/** The mail's link: proves the address, and one signs in right here. */
export function Verify() {
  const { t } = useTranslation("auth");
  const token = useHash();
  const proof = useQuery({
    queryKey: ["verify", token],
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      await must(api.POST("/api/v1/accounts/verify", { body: { token } }));
      return true;
    },
  });
  if (proof.isSuccess)
    return (
      <Door>
        <div>
          <PageTitle name={t("sign_in")}>{t("verified")}</PageTitle>
          <p className="t2">{t("verified_hint")}</p>
        </div>
        <SignInForm to={remembered("to") || "/work"} />
      </Door>
    );
  if (proof.isPending && token !== "")
    return (
      <Door>
        <PageTitle name={t("verifying")}>{t("verifying")}</PageTitle>
        <Skeleton lines={3} />
      </Door>
    );
  const over = token === "" || (isProblem(proof.error) && !proof.error.offline);
  return (
    <Door>
      <PageTitle name={t("verify_failed")}>{t("verify_failed")}</PageTitle>
      <Fault error={proof.error} retry={over ? undefined : () => proof.refetch()} />
      {over && <AskAgain />}
    </Door>
  );
}

function AskAgain() {
  const { t } = useTranslation("auth");
  const [email, setEmail] = useState(remembered("email"));
  return (
    <form onSubmit={(event: FormEvent) => event.preventDefault()} className="col g16">
      <p className="t2">{t("verify_ask")}</p>
      <EmailField value={email} onChange={setEmail} />
      <Resend email={email.trim()} />
    </form>
  );
}
