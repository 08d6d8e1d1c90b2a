import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";

/** The way to how far one is trusted, and to what was noticed of one's work. */
export function Trust() {
  const { t } = useTranslation("account");
  return (
    <section className="sec" id="trust">
      <h2 className="title">{t("trust.title")}</h2>
      <p className="t2">{t("trust.what")}</p>
      <div className="row wrap g8 mt-3">
        <LinkButton to="/trust">{t("trust.see")}</LinkButton>
        <LinkButton to="/noticed" look="line">
          {t("trust.noticed")}
        </LinkButton>
      </div>
    </section>
  );
}
