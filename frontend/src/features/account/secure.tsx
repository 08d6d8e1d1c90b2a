import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { meQuery } from "~/api/session";
import { Logo } from "~/shell/logo";
import { Button } from "~/ui/button";
import { PageTitle } from "~/ui/page";
import { Prover } from "~/ui/proof/prover";
import { Factors, useFactors } from "./factors";
import "./account.css";

/** Where who must have a second factor sets it up before anything else. */
export function Secure() {
  const { t } = useTranslation("proof");
  const client = useQueryClient();
  // Who shows this looks at the same, and goes on to the page.
  const begin = () => client.fetchQuery({ ...meQuery, staleTime: 0 });
  const factors = useFactors();
  const done =
    factors.data !== undefined &&
    (factors.data.totp_since !== null || factors.data.passkeys.length > 0);
  return (
    <div data-density="comfortable" className="door">
      <Prover />
      <header>
        <Logo />
      </header>
      <main id="content" className="col g24">
        <div className="col g8">
          <PageTitle name={t("title")}>{t("needed_title")}</PageTitle>
          <p className="t2">{t("needed_hint")}</p>
        </div>
        <Factors heads={false} />
        {done && (
          <Button look="primary" main full onPress={begin}>
            {t("needed_done")}
          </Button>
        )}
      </main>
    </div>
  );
}
