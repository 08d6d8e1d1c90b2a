import { useMutation } from "@tanstack/react-query";
import { Image as Picture } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { Markdown } from "~/ui/markdown";
import { Segments } from "~/ui/segments";
import { sendPicture } from "./picture";

const MOST = 200_000; // what the server takes

/** A text in Markdown beside how it will look; pictures come in by button, drag or paste. */
export function GuidelineEditor({
  projectId,
  label,
  value,
  onChange,
  fault,
  children,
}: {
  projectId: number;
  /** What the text is called, where it is no guideline. */
  label?: string;
  value: string;
  onChange: (text: string) => void;
  fault?: string;
  /** Further buttons beside the one for pictures. */
  children?: ReactNode;
}) {
  const { t } = useTranslation("projects");
  const [view, setView] = useState<"write" | "read">("write");
  const now = useRef(value);
  now.current = value;
  const box = useRef<HTMLDivElement>(null);
  const sending = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files)
        insert(`![${file.name.replace(/\.[^.]*$/, "")}](${await sendPicture(projectId, file)})`);
    },
  });
  const insert = (text: string) => {
    const area = box.current?.querySelector("textarea");
    const whole = now.current;
    const at = area?.selectionEnd ?? whole.length;
    const before = whole.slice(0, at);
    const gap =
      before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    now.current = `${before}${gap}${text}\n${whole.slice(at)}`;
    onChange(now.current);
  };
  const pictures = (list: FileList | null): File[] =>
    [...(list ?? [])].filter((file) => file.type.startsWith("image/"));
  const take = (files: File[]) => files.length > 0 && sending.mutate(files);
  return (
    <div className="col g8">
      <div className="row between wrap">
        <span className="row wrap">
          <FileTrigger
            acceptedFileTypes={["image/png", "image/jpeg", "image/webp", "image/gif"]}
            allowsMultiple
            onSelect={(list) => take(pictures(list))}
          >
            <Button look="line" busy={sending.isPending}>
              <Icon of={Picture} />
              {t("guideline.picture")}
            </Button>
          </FileTrigger>
          {children}
        </span>
        <span className="guideline-views">
          <Segments
            label={t("guideline.view")}
            parts={[
              { id: "write", word: t("guideline.write") },
              { id: "read", word: t("guideline.read") },
            ]}
            chosen={view}
            onChoose={setView}
          />
        </span>
      </div>
      <Fault error={sending.error} />
      <div className="guideline-editor" data-view={view}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop pictures on; the button above does the same */}
        <div
          ref={box}
          className="guideline-text"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            const files = pictures(event.dataTransfer.files);
            if (files.length === 0) return;
            event.preventDefault();
            take(files);
          }}
          onPaste={(event) => {
            const files = pictures(event.clipboardData.files);
            if (files.length === 0) return;
            event.preventDefault();
            take(files);
          }}
        >
          <TextField
            label={label ?? t("guideline.text")}
            hint={t("guideline.hint")}
            rows={18}
            maxLength={MOST}
            value={value}
            onChange={onChange}
            error={fault}
          />
        </div>
        <section className="guideline-shown" aria-label={t("guideline.read")}>
          <p className="label strong">{t("guideline.read")}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <div data-density="comfortable" className="guideline-paper" tabIndex={0}>
            {value.trim() === "" ? (
              <p className="t3">{t("guideline.empty")}</p>
            ) : (
              <Markdown text={value} />
            )}
          </div>
        </section>
      </div>
    </div>
  );
}
