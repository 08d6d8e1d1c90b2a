import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { Label, Schema } from "~/annotate/core/doc";
import { Button } from "~/ui/button";
import { Checkbox, RadioGroup, Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { askable, type Clause, type ConditionDraft, freshClause, valuesOf } from "./condition";

/** Which answers let an item go on: sentences that all hold, or one of which does. */
export function ConditionForm({
  schema,
  draft,
  tried,
  onChange,
}: {
  schema: Schema;
  draft: ConditionDraft;
  tried: boolean;
  onChange: (next: ConditionDraft) => void;
}) {
  const { t } = useTranslation("pipeline");
  const labels = askable(schema);
  if (labels.length === 0) return <p className="hint">{t("condition.no_labels")}</p>;
  const set = (at: number, clause: Clause) =>
    onChange({ ...draft, clauses: draft.clauses.with(at, clause) });
  return (
    <div className="col g16">
      {draft.clauses.length > 1 && (
        <RadioGroup
          label={t("condition.join")}
          value={draft.join}
          onChange={(join) => onChange({ ...draft, join: join as ConditionDraft["join"] })}
          options={(["all", "any"] as const).map((id) => ({
            id,
            name: t(`condition.join_${id}`),
          }))}
        />
      )}
      {draft.clauses.map((clause, at) => (
        <ClauseForm
          // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is known by its place alone
          key={at}
          n={at + 1}
          labels={labels}
          clause={clause}
          tried={tried}
          onChange={(next) => set(at, next)}
          onDrop={() => onChange({ ...draft, clauses: draft.clauses.toSpliced(at, 1) })}
        />
      ))}
      <div>
        <Button
          look="text"
          onPress={() => onChange({ ...draft, clauses: [...draft.clauses, freshClause(labels)] })}
        >
          <Icon of={Plus} size={16} />
          {t(draft.clauses.length === 0 ? "condition.add_first" : "condition.add")}
        </Button>
      </div>
    </div>
  );
}

function ClauseForm({
  n,
  labels,
  clause,
  tried,
  onChange,
  onDrop,
}: {
  n: number;
  labels: readonly Label[];
  clause: Clause;
  tried: boolean;
  onChange: (next: Clause) => void;
  onDrop: () => void;
}) {
  const { t, i18n } = useTranslation("pipeline");
  const label = labels.find((one) => one.name === clause.label);
  const attributes =
    label !== undefined && "attributes" in label
      ? (label.attributes ?? []).filter(({ kind }) => kind !== "text" && kind !== "number")
      : [];
  const values = label === undefined ? [] : valuesOf(label, clause.attribute);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in the row of its button
    <div role="group" aria-label={t("condition.n", { n })} className="condition-clause">
      <div className="three-fields">
        <Select
          label={t("condition.label")}
          options={labels.map((one) => ({ id: one.name, name: nameOf(one, i18n.language) }))}
          value={clause.label}
          onChange={(next) => onChange({ ...clause, label: String(next), attribute: null, in: [] })}
        />
        {attributes.length > 0 && (
          <Select
            label={t("condition.about")}
            options={[
              { id: "", name: t("condition.itself") },
              ...attributes.map((one) => ({
                id: one.name,
                name: nameOf(one, i18n.language),
              })),
            ]}
            value={clause.attribute ?? ""}
            onChange={(next) => onChange({ ...clause, attribute: String(next) || null, in: [] })}
          />
        )}
        <Select
          label={t("condition.is")}
          options={(["false", "true"] as const).map((id) => ({
            id,
            name: t(values.length > 0 ? `condition.not_${id}` : `condition.there_${id}`),
          }))}
          value={String(clause.not)}
          onChange={(next) => onChange({ ...clause, not: next === "true" })}
        />
      </div>
      {values.length > 0 && (
        <fieldset className="row wrap switches">
          <legend className="label t2">{t("condition.values")}</legend>
          {values.map((value) => (
            <Checkbox
              key={value.id}
              isSelected={clause.in.includes(value.id)}
              onChange={(on) =>
                onChange({
                  ...clause,
                  in: values.flatMap(({ id }) =>
                    (id === value.id ? on : clause.in.includes(id)) ? [id] : [],
                  ),
                })
              }
            >
              {value.id === "true" || value.id === "false"
                ? t(`condition.flag_${value.id}`)
                : nameOf(value, i18n.language)}
            </Checkbox>
          ))}
        </fieldset>
      )}
      {tried && clause.in.length === 0 && clause.attribute !== null && (
        <p className="err">{t("condition.fault")}</p>
      )}
      <Button look="ghost" onPress={onDrop} className="condition-drop">
        <Icon of={Trash2} size={16} />
        {t("condition.drop", { n })}
      </Button>
    </div>
  );
}
