import { useTranslation } from "react-i18next";
import { Checkbox, Select } from "~/ui/field";
import type { ImportFormat } from "./job";

const FORMATS: readonly ImportFormat[] = [
  "auto",
  "folder",
  "coco",
  "voc",
  "yolo",
  "cvat",
  "mot",
  "masks",
  "label_studio",
  "conll",
  "doccano",
  "textgrid",
  "vtt",
  "srt",
  "dialect",
  "csv",
  "jsonl",
  "parquet",
];

export type HowProps = {
  format: ImportFormat;
  onFormat: (format: ImportFormat) => void;
  skip: boolean;
  onSkip: (skip: boolean) => void;
};

/** How to read what was chosen, for who knows better than what can be told by looking. */
export function How({ format, onFormat, skip, onSkip }: HowProps) {
  const { t } = useTranslation("data");
  return (
    <details className="fold">
      <summary>{t("upload.how")}</summary>
      <div className="col g12 fold-body">
        <Select
          label={t("upload.format")}
          hint={t(`upload.format_hint.${format}`)}
          value={format}
          onChange={(key) => onFormat(key as ImportFormat)}
          options={FORMATS.map((id) => ({ id, name: t(`upload.formats.${id}`) }))}
        />
        <Checkbox isSelected={skip} onChange={onSkip}>
          {t("upload.skip")}
          <small className="hint block">{t("upload.skip_hint")}</small>
        </Checkbox>
      </div>
    </details>
  );
}
