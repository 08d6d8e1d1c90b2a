import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";

/** How it is named where it is used: as a line, and for BibTeX. */
export function Cite({
  citation,
  open,
  onClose,
}: {
  citation: Schema<"Citation">;
  open: boolean;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation("catalogue");
  const forms = [
    ["text", i18n.language === "en" ? citation.en : citation.ko],
    ["bibtex", citation.bibtex],
  ] as const;
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  };
  return (
    <Dialog title={t("cite")} open={open} onClose={onClose}>
      {forms.map(([name, text]) => (
        <section key={name} className="col g8">
          <div className="row between">
            <h3 className="label t3">{t(`cite_as.${name}`)}</h3>
            <Button look="ghost" onPress={() => copy(text)}>
              <Icon of={Copy} size={16} />
              {t("copy")}
            </Button>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className="open-code" tabIndex={0}>
            {text}
          </pre>
        </section>
      ))}
    </Dialog>
  );
}
