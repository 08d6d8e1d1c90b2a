import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMaybeMe } from "~/api/session";
import { locale, speak } from "~/i18n";
import { Logo } from "~/shell/logo";
import { Button, LinkButton } from "~/ui/button";
import { Skeleton } from "~/ui/fault";
import "./catalogue.css";

/** The frame of the open pages: the name, the catalogue, one's own reports, the language. */
export function OpenFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation("catalogue");
  const { t: common } = useTranslation();
  const me = useMaybeMe();
  const here = useLocation().href;
  return (
    <div data-density="comfortable" className="open">
      <header className="open-head">
        <Logo />
        <nav aria-label={t("nav")}>
          <Link to="/catalogue" activeOptions={{ exact: true }}>
            {t("name")}
          </Link>
          {me !== null && <Link to="/catalogue/reports">{t("mine.name")}</Link>}
        </nav>
        <span className="grow" />
        <Button look="ghost" onPress={() => speak(locale() === "ko" ? "en" : "ko")}>
          {common("nav.language")}
        </Button>
        {me === null && (
          <LinkButton to="/sign-in" search={{ to: here }}>
            {t("sign_in")}
          </LinkButton>
        )}
      </header>
      <main id="content" className="open-main">
        <Suspense fallback={<Skeleton lines={8} />}>{children}</Suspense>
      </main>
    </div>
  );
}
