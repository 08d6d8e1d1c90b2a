import { ClipboardPaste } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ariaOf, capsOf } from "~/annotate/core/keymap";
import { useKeyOf } from "~/annotate/use";
import { Icon } from "~/ui/icons";

/** In the rail: takes over what fits of the piece before. */
export function CopyTool({ act }: { act: () => void }) {
  const { t } = useTranslation("work");
  const chord = useKeyOf("work.copy");
  const word = t("keys.copy");
  return (
    <button
      type="button"
      className="tool"
      aria-label={word}
      title={chord === null ? word : `${word} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      onClick={act}
    >
      <Icon of={ClipboardPaste} size={20} />
    </button>
  );
}
