import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import type { Agreement } from "./agreements";

/** An agreement's words, to be read before one agrees. */
export default function Words({
  agreement,
  onClose,
  onAgree,
}: {
  agreement: Agreement;
  onClose: () => void;
  onAgree: () => void;
}) {
  const { t, i18n } = useTranslation("auth");
  const en = i18n.language === "en";
  return (
    <Dialog title={en ? agreement.title_en : agreement.title_ko} open onClose={onClose} wide>
      <p className="words">{en ? agreement.body_en : agreement.body_ko}</p>
      <Button look="primary" full onPress={onAgree}>
        {t("agreed")}
      </Button>
    </Dialog>
  );
}
