import { useTranslation } from "react-i18next";
import { type KindProps, useBuilding, useLabel } from "../building";
import { titleOf } from "../model";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";
import { Picks } from "../parts/picks";
import { Switches } from "../parts/switches";
import { namesOf } from "../schema";
import { FACTS } from "./facts";

/** Links between marks: of which kinds, and from what to what. */
export function RelationForm({ label }: KindProps) {
  const { t, i18n } = useTranslation("projects");
  const { draft } = useBuilding();
  const { settle } = useLabel(label);
  const names = namesOf(draft);
  const marks = draft.labels
    .filter((one) => FACTS[one.kind].place === "mark")
    .map((one) => ({
      id: one.key,
      name: titleOf(one, i18n.language) || (names.get(one.key) ?? ""),
    }));
  return (
    <>
      <Classes label={label} what="relation" />
      {marks.length === 0 && <p className="hint">{t("labels.relation_marks")}</p>}
      {marks.length > 0 &&
        (["from", "to"] as const).map((end) => (
          <Picks
            key={end}
            label={t(`labels.setting.${end}`)}
            hint={end === "to" ? t("labels.ends_hint") : undefined}
            options={marks}
            value={label.settings[end] ?? []}
            onChange={(keys) => settle({ [end]: keys.length > 0 ? keys : null })}
          />
        ))}
      <Switches label={label} names={["directed"]} />
      <Counts label={label} />
    </>
  );
}
