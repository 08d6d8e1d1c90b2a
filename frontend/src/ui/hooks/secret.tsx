import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** A webhook's secret, shown this once. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("hooks");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      toast(t("secret.copied"));
    } catch {
      // Where the clipboard is closed, it can still be marked and copied by hand.
    }
  };
  return (
    <Dialog title={t("secret.made")} open onClose={onClose}>
      <p className="t2">{t("secret.hint")}</p>
      <code className="hook-secret">{secret}</code>
      <div className="row g8">
        <Button className="grow" onPress={copy}>
          <Icon of={Copy} size={16} />
          {t("secret.copy")}
        </Button>
        <Button look="primary" className="grow" onPress={onClose}>
          {t("secret.done")}
        </Button>
      </div>
    </Dialog>
  );
}
