import { ImagePlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Guide } from "../doc";

/** How the picture is to lie in its frame. */
export function Frame({ guide }: { guide: Guide }): ReactNode {
  const { t } = useTranslation("annotate-prompt");
  if (guide === "none") return null;
  return (
    <>
      <span className="pr-frame" data-guide={guide} aria-hidden="true" />
      <p className="pr-guide">{t(`guide.${guide}`)}</p>
    </>
  );
}

/** A file that there is already, in the place of a new one. */
type FileProps = {
  kind: "photograph" | "film";
  word: string;
  onFile: (file: File | undefined) => void;
};

export function FileButton({ kind, word, onFile }: FileProps) {
  return (
    <label className="pr-side">
      <Icon of={ImagePlus} size={22} />
      {word}
      <input
        type="file"
        className="sr-only"
        accept={kind === "photograph" ? "image/*" : "video/*"}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </label>
  );
}
