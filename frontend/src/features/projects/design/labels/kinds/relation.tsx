import { useTranslation } from "react-i18next";
import { type KindProps, useLabel } from "../building";
import { Classes } from "../parts/classes";
import { Counts } from "../parts/counts";
import { MarkPicks } from "../parts/mark-picks";
import { Switches } from "../parts/switches";

/** Links between marks: of which kinds, and from what to what. */
export function RelationForm({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  return (
    <>
      <Classes label={label} what="relation" />
      <MarkPicks
        none={t("labels.relation_marks")}
        ends={(["from", "to"] as const).map((name) => ({
          name,
          hint: name === "to" ? t("labels.ends_hint") : undefined,
          value: label.settings[name] ?? [],
          onChange: (keys) => settle({ [name]: keys }),
        }))}
      />
      <Switches label={label} names={["directed"]} />
      <Counts label={label} />
    </>
  );
}
