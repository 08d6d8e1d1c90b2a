import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { LOCALES, locale, speak } from "~/i18n";
import { setTheme, useTheme } from "~/shell/theme";
import { Segments } from "~/ui/segments";

/** Language and theme; the language also for mails. */
export function Looks() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const theme = useTheme();
  const choose = async (next: "ko" | "en") => {
    await speak(next);
    // It holds on this device even if the server does not hear of it.
    await must(api.PATCH("/api/v1/me", { body: { locale: next } })).catch(() => undefined);
  };
  return (
    <section className="sec">
      <h2 className="title">{t("me.looks")}</h2>
      <div className="self-pick">
        <span>{t("me.language")}</span>
        <Segments
          label={t("me.language")}
          chosen={locale()}
          onChoose={choose}
          parts={LOCALES.map((one) => ({ id: one, word: t(`me.${one}`) }))}
        />
      </div>
      <div className="self-pick">
        <span>{t("me.theme")}</span>
        <Segments
          label={t("me.theme")}
          chosen={theme}
          onChoose={setTheme}
          parts={(["light", "dark", "system"] as const).map((one) => ({
            id: one,
            word: common(`nav.theme_${one}`),
          }))}
        />
      </div>
    </section>
  );
}
