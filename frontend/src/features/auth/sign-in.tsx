import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageTitle } from "~/ui/page";
import { Door } from "./door";
import { SignInForm } from "./sign-in-form";

/** Who has an account comes in here. */
export function SignIn() {
  const { t } = useTranslation("auth");
  const { to } = useSearch({ from: "/sign-in" });
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
