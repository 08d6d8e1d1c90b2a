import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** Recovery codes, this once. */
export function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation("proof");
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join("\n"));
    toast(t("codes_copied"));
  };
  return (
    <Dialog title={t("codes_title")} open onClose={onClose}>
      <p className="t2">{t("codes_hint")}</p>
      <ol className="self-key self-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row g8">
        <Button className="grow" onPress={copy}>
          <Icon of={Copy} size={16} />
          {t("codes_copy")}
        </Button>
        <Button look="primary" className="grow" onPress={onClose}>
          {t("codes_kept")}
        </Button>
      </div>
    </Dialog>
  );
}
