import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RadioGroup, TextField } from "~/ui/field";
import { type KindProps, useBuilding, useLabel } from "../building";

/** Of which roles' parts it is asked, as words between commas. */
export function Roles({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { settle } = useLabel(label);
  const { roles } = label.settings;
  const [text, setText] = useState(roles?.join(", ") ?? "");
  return (
    <TextField
      label={t("labels.roles")}
      hint={t("labels.roles_hint")}
      placeholder="user, assistant"
      value={text}
      onChange={(next) => {
        setText(next);
        const words = next.split(",").flatMap((word) => word.trim() || []);
        settle({ roles: words.length > 0 ? words : null });
      }}
    />
  );
}

/** Asked once of a text, or of each of its parts. Of a picture there is nothing to choose. */
export function Per({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft } = useBuilding();
  const { settle } = useLabel(label);
  if (draft.modality !== "text") return null;
  const per = label.settings.per ?? "item";
  return (
    <>
      <RadioGroup
        label={t("labels.per")}
        options={[
          { id: "item", name: t("labels.per_item") },
          { id: "part", name: t("labels.per_part"), detail: t("labels.per_part_hint") },
        ]}
        value={per}
        onChange={(next) =>
          settle(next === "part" ? { per: "part" } : { per: undefined, roles: undefined })
        }
      />
      {per === "part" && <Roles label={label} />}
    </>
  );
}
