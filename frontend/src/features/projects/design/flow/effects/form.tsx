import { EyeOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "~/annotate/core/choices";
import type { Schema } from "~/annotate/core/doc";
import { Note } from "~/ui/fault";
import { Select } from "~/ui/field";
import { type Effect, type Effects, hides, rowsOf, withEffect } from "./model";

/** For each class of a refine stage: what its marks do to the file that goes on. */
export function EffectsForm({
  schema,
  effects,
  onChange,
}: {
  schema: Schema;
  effects: Effects;
  onChange: (next: Effects) => void;
}) {
  const { t, i18n } = useTranslation("pipeline");
  const rows = rowsOf(schema, effects);
  if (rows.length === 0) return <p className="t2">{t("effects.no_labels")}</p>;
  return (
    <div className="col g12">
      <ul className="list tight">
        {rows.map((row) => {
          const label = nameOf(row.label, i18n.language);
          const name = nameOf(row.of, i18n.language);
          return (
            <li key={`${row.label.name}/${row.of.id}`} className="effect-row">
              <p className="grow">
                <b>{name}</b>
                <span className="label t3 block">{label}</span>
              </p>
              <Select
                label={t("effects.does", { name })}
                options={[
                  { id: "none", name: t("effects.none"), detail: t("effects.none_hint") },
                  ...row.choices.map((id) => ({
                    id,
                    name: t(`effects.${id}`),
                    detail: t(`effects.${id}_hint`),
                  })),
                ]}
                value={row.effect ?? "none"}
                onChange={(next) =>
                  onChange(
                    withEffect(schema, effects, row, next === "none" ? null : (next as Effect)),
                  )
                }
              />
            </li>
          );
        })}
      </ul>
      {hides(effects) && (
        <Note icon={EyeOff}>
          <p>{t("effects.hides")}</p>
        </Note>
      )}
    </div>
  );
}
