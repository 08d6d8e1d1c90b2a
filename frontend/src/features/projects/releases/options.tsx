import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Checkbox, NumberField, TextField } from "~/ui/field";
import type { Format } from "./queries";

/** Formats with a place for who did what. */
const PROVENANCE: readonly Format[] = ["jsonl", "parquet", "csv", "csv_items"];

/** How a release is delivered, beside its format. */
export type Options = {
  /** Null as the format has it: JSON Lines say who did what, the others do not. */
  provenance: boolean | null;
  shards: number | null;
  aihub: { number: string; name: string } | null;
};
export const PLAIN: Options = { provenance: null, shards: null, aihub: null };

export const optionsFit = ({ aihub }: Options): boolean =>
  aihub === null ||
  (/^[0-9]{1,3}(-[0-9]{1,3})?$/.test(aihub.number) &&
    /^[^/\\:*?"<>|.][^/\\:*?"<>|]{0,79}$/.test(aihub.name));

/** Whether a format shares its items out among folders by itself. */
export const ownFolders = (format: Format | undefined): boolean =>
  format?.startsWith("yolo") === true;

/** What is sent. */
export function deliveredAs(options: Options, format: Format) {
  const packing: Schema<"Packing"> | null =
    options.aihub === null || ownFolders(format) ? null : { kind: "aihub", ...options.aihub };
  return {
    provenance: PROVENANCE.includes(format) ? options.provenance : null,
    shards: options.shards,
    packing,
  };
}

type Props = {
  format: Format | undefined;
  options: Options;
  tried: boolean;
  onChange: (next: Options) => void;
};

/** What few change: who did what, several files, AI Hub's folders. */
export function OptionsForm({ format, options, tried, onChange }: Props) {
  const { t } = useTranslation("releases");
  const { shards, aihub } = options;
  const told = format !== undefined && PROVENANCE.includes(format);
  return (
    <details className="fold">
      <summary>{t("more")}</summary>
      <div className="fold-body col g16">
        {told && (
          <Checkbox
            isSelected={options.provenance ?? format === "jsonl"}
            onChange={(provenance) => onChange({ ...options, provenance })}
          >
            {t("provenance")}
            <small className="hint block">{t("provenance_hint")}</small>
          </Checkbox>
        )}
        <Checkbox
          isSelected={shards !== null}
          onChange={(on) => onChange({ ...options, shards: on ? 4 : null })}
        >
          {t("shards")}
          <small className="hint block">{t("shards_hint")}</small>
        </Checkbox>
        {shards !== null && (
          <NumberField
            label={t("shards_count")}
            minValue={1}
            maxValue={1000}
            value={shards}
            onChange={(next) =>
              onChange({ ...options, shards: Number.isNaN(next) ? 1 : Math.round(next) })
            }
          />
        )}
        {!ownFolders(format) && (
          <Checkbox
            isSelected={aihub !== null}
            onChange={(on) => onChange({ ...options, aihub: on ? { number: "", name: "" } : null })}
          >
            {t("aihub")}
            <small className="hint block">{t("aihub_hint")}</small>
          </Checkbox>
        )}
        {aihub !== null && !ownFolders(format) && (
          <>
            <TextField
              label={t("aihub_number")}
              value={aihub.number}
              maxLength={7}
              onChange={(number) => onChange({ ...options, aihub: { ...aihub, number } })}
            />
            <TextField
              label={t("aihub_name")}
              value={aihub.name}
              maxLength={80}
              error={tried && !optionsFit(options) ? t("aihub_fault") : undefined}
              onChange={(name) => onChange({ ...options, aihub: { ...aihub, name } })}
            />
          </>
        )}
      </div>
    </details>
  );
}
