import { ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";

/** Where what is worked on could not be shown. */
export function NoPicture({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation(["work", "common"]);
  return (
    <div className="wk-nopicture">
      <Empty icon={ImageOff} title={t("picture_fault")}>
        <p>{t("picture_fault_hint")}</p>
        <Button onPress={onAgain}>{t("common:retry")}</Button>
      </Empty>
    </div>
  );
}
