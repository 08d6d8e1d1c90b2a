import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { locale, speak } from "~/i18n";
import { Logo } from "~/shell/logo";
import { Button } from "~/ui/button";
import "./auth.css";

/** The frame of the pages before one is in: the name, the language, one narrow column, or two. */
export function Door({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div data-density="comfortable" className={wide ? "door wide" : "door"}>
      <header className="row between">
        <Logo />
        <Button look="ghost" onPress={() => speak(locale() === "ko" ? "en" : "ko")}>
          {t("nav.language")}
        </Button>
      </header>
      <main id="content" className={wide ? "door-two" : "col g24"}>
        {children}
      </main>
    </div>
  );
}
