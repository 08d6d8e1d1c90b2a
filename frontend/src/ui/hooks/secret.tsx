import { useTranslation } from "react-i18next";
import { ShownOnce } from "~/ui/once";

/** A webhook's secret, shown this once. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("hooks");
  const words = {
    title: t("secret.made"),
    hint: t("secret.hint"),
    copy: t("secret.copy"),
    copied: t("secret.copied"),
    done: t("secret.done"),
  };
  return (
    <ShownOnce words={words} text={secret} onClose={onClose}>
      <code className="hook-secret">{secret}</code>
    </ShownOnce>
  );
}
