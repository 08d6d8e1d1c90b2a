import { useTranslation } from "react-i18next";
import { ShownOnce } from "~/ui/once";

/** Recovery codes, this once. */
export function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation("proof");
  const words = {
    title: t("codes_title"),
    hint: t("codes_hint"),
    copy: t("codes_copy"),
    copied: t("codes_copied"),
    done: t("codes_kept"),
  };
  return (
    <ShownOnce words={words} text={codes.join("\n")} onClose={onClose}>
      <ol className="self-key self-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
    </ShownOnce>
  );
}
