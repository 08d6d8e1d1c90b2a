import { useTranslation } from "react-i18next";
import type { Schema } from "~/annotate/core/doc";
import { NumberField, RadioGroup, Select } from "~/ui/field";
import type { Modality } from "../../labels/kinds/facts";
import { type By, type SplitDraft, type SplitFault, waysOf } from "./model";

type Numbers = Exclude<keyof SplitDraft, "by" | "label">;
const FIELDS: Readonly<Record<By | "whole", readonly Numbers[]>> = {
  whole: [],
  window: ["length", "overlap"],
  silence: ["least", "most", "quiet"],
  page: ["pages"],
  sentence: ["count"],
  paragraph: ["count"],
  tile: ["size", "overlap"],
  object: ["margin"],
  bundle: ["count"],
};
const LEAST: Readonly<Partial<Record<Numbers, number>>> = {
  overlap: 0,
  margin: 0,
  quiet: -120,
};

/** What a number is counted in, and how many of the API's units that is. */
function unitOf(
  name: Numbers,
  by: SplitDraft["by"],
  modality: Modality,
): [
  word: "s" | "frames" | "px" | "db" | "pages" | "sentences" | "paragraphs" | "items",
  of: number,
] {
  if (name === "quiet") return ["db", 1];
  if (name === "pages") return ["pages", 1];
  if (name === "size" || by === "tile") return ["px", 1];
  if (name === "count")
    return [by === "sentence" ? "sentences" : by === "paragraph" ? "paragraphs" : "items", 1];
  if (modality === "video") return ["frames", 1];
  return modality === "picture" ? ["px", 1] : ["s", 1000];
}

/** How the items of a stage are cut into tasks. */
export function SplitForm({
  draft,
  modality,
  sources,
  fault,
  onChange,
}: {
  draft: SplitDraft;
  modality: Modality;
  /** The labels of the stages before, one of whose objects each task can be about. */
  sources: readonly { stage: string; schema: Schema }[];
  fault: SplitFault | null;
  onChange: (next: SplitDraft) => void;
}) {
  const { t, i18n } = useTranslation("pipeline");
  const ways: readonly SplitDraft["by"][] = ["whole", ...waysOf(modality)];
  const marks = sources.flatMap(({ stage, schema }) =>
    schema.labels
      .filter(({ kind }) => kind === "box" || kind === "polygon" || kind === "segment")
      .map((label) => ({
        id: label.name,
        name: (i18n.language === "en" ? label.en : label.ko) || label.name,
        detail: stage,
      })),
  );
  return (
    <div className="col g16">
      <RadioGroup
        label={t("split.how")}
        value={draft.by}
        onChange={(by) => onChange({ ...draft, by: by as SplitDraft["by"] })}
        options={ways.map((id) => ({
          id,
          name: t(`split.by.${id}`),
          detail: t(`split.by_hint.${id}`),
        }))}
      />
      {draft.by === "object" && (
        <Select
          label={t("split.label")}
          hint={marks.length === 0 ? t("split.no_marks") : t("split.label_hint")}
          options={marks}
          value={draft.label === "" ? null : draft.label}
          onChange={(label) => onChange({ ...draft, label: String(label ?? "") })}
          error={fault === "label" ? t("split.fault.label") : undefined}
        />
      )}
      {FIELDS[draft.by].length > 0 && (
        <div className="three-fields">
          {FIELDS[draft.by].map((name) => {
            const [unit, of] = unitOf(name, draft.by, modality);
            return (
              <NumberField
                key={`${draft.by}.${name}`}
                label={t(`split.field.${name}`)}
                minValue={LEAST[name] ?? (of === 1 ? 1 : 0.1)}
                maxValue={name === "quiet" ? 0 : 10_000_000}
                step={of === 1 ? 1 : 0.1}
                value={draft[name] / of}
                onChange={(next) => onChange({ ...draft, [name]: Math.round(next * of) })}
                suffix={<span className="t3 nowrap">{t(`unit.${unit}`)}</span>}
                error={
                  (fault === "overlap" && name === "overlap") ||
                  (fault === "least" && name === "least")
                    ? t(`split.fault.${fault}`)
                    : undefined
                }
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
