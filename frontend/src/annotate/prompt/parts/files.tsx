import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { FileLabel } from "../doc";
import type { PromptEditor } from "../editor";
import { bytesOf, typeName } from "../measures";
import type { Place } from "../places";
import { mainLook } from "../use";
import { Why, type Wrong } from "./why";

const MOST = 100 << 20;

/** Is it of one of these media types? Some files have none: then the server says. */
const fits = (type: string, types: readonly string[]): boolean =>
  types.length === 0 ||
  type === "" ||
  types.some((one) => one === type || (one.endsWith("/*") && type.startsWith(one.slice(0, -1))));

/** Files: chosen, or dropped here. */
export function Files({
  editor,
  place,
  has,
}: {
  editor: PromptEditor;
  place: Place & { label: FileLabel };
  has: boolean;
}) {
  const { t } = useTranslation("annotate-prompt");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const { types = [], max_bytes: most = MOST } = place.label;
  const kind = (type: string) =>
    type.endsWith("/*")
      ? t(`file.kind.${type.slice(0, -2)}` as "file.kind.image", { defaultValue: type })
      : typeName(type);
  const take = async (files: FileList | null) => {
    const found: Wrong[] = [];
    for (const file of files ?? []) {
      if (!fits(file.type, types))
        found.push({ code: "wrong_type", value: file.type, limit: types.join(", ") });
      else if (file.size > most)
        found.push({ code: "too_large", value: bytesOf(file.size), limit: bytesOf(most) });
      else {
        const suffix =
          file.name
            .split(".")
            .at(-1)
            ?.toLowerCase()
            .replace(/[^a-z0-9]/g, "") || "bin";
        await editor
          .keep(place, { blob: file, suffix, device: null, wave: [], seconds: null })
          .catch(() => found.push({ code: "full", detail: t("wrong.full") }));
      }
    }
    setWrong(found);
  };
  return (
    <section
      className="pr-deck pr-drop"
      data-over={over}
      aria-label={t("file.title")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files);
      }}
    >
      <p className="pr-word">
        {types.length === 0
          ? t("file.word", { most: bytesOf(most) })
          : t("file.word_types", {
              types: types.map(kind).join(", "),
              most: bytesOf(most),
            })}
      </p>
      {wrong.length > 0 && <Why wrong={wrong} />}
      <button type="button" className={mainLook(has)} onClick={() => input.current?.click()}>
        <Icon of={FileUp} size={20} />
        {t("file.choose")}
      </button>
      <input
        ref={input}
        type="file"
        className="sr-only"
        aria-label={t("file.choose")}
        tabIndex={-1}
        multiple={(place.label.count_max ?? 1) > 1}
        accept={types.join(",") || undefined}
        onChange={(event) => {
          void take(event.target.files);
          event.target.value = "";
        }}
      />
    </section>
  );
}
