import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { PageTitle } from "~/ui/page";
import { Assured } from "./assured";
import { Door } from "./door";

import { remembered } from "./remembered";
import { SignInForm } from "./sign-in-form";

/** Who has an account comes in here; who has never been here is told first what this is. */
export function SignIn() {
  const { t } = useTranslation("auth");
  const { to } = useSearch({ from: "/sign-in" });
  if (remembered("here") === "")
    return (
      <Door wide>
        <div className="door-head">
          <PageTitle name={t("sign_in")}>{t("welcome")}</PageTitle>
          <p className="t2">{t("welcome_hint")}</p>
        </div>
        <div className="door-form col g16">
          <SignInForm to={to ?? "/"} />
          <LinkButton to="/sign-up" search={{ to }} main full>
            {t("to_sign_up")}
          </LinkButton>
          <p className="door-ways label">
            <Link to="/reset" className="t3">
              {t("to_reset")}
            </Link>
          </p>
        </div>
        <Assured />
      </Door>
    );
  return (
    <Door>
      <PageTitle name={t("sign_in")}>{t("sign_in_title")}</PageTitle>
      <SignInForm to={to ?? "/"} />
      <p className="door-ways label">
        <Link to="/sign-up" search={{ to }} className="acc strong">
          {t("to_sign_up")}
        </Link>
        <Link to="/reset" className="t3">
          {t("to_reset")}
        </Link>
      </p>
    </Door>
  );
}
