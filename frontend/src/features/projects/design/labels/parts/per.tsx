import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RadioGroup, TextField } from "~/ui/field";
import { ROLES } from "../../../data/prompts/model";
import { usePromptRole } from "../../../data/prompts/role";
import { type KindProps, useBuilding, useLabel } from "../building";
import { Picks } from "./picks";

/** Of which roles' parts it is asked: words between commas, as texts have roles of any name. */
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

/** The same of prompts, whose parts have a few roles that everybody knows. */
export function PromptRoles({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const role = usePromptRole();
  const { settle } = useLabel(label);
  const roles = label.settings.roles ?? [];
  return (
    <Picks
      label={t("labels.prompt_roles")}
      hint={t("labels.prompt_roles_hint")}
      options={[...new Set([...ROLES, ...roles])].map((id) => ({ id, name: role(id) }))}
      value={roles}
      onChange={(next) => settle({ roles: next.length > 0 ? next : null })}
    />
  );
}

/** Marks of the whole series, or each on one of its channels. Others have none. */
export function Channels({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft } = useBuilding();
  const { settle } = useLabel(label);
  if (draft.modality !== "series") return null;
  return (
    <RadioGroup
      label={t("labels.per_mark")}
      options={[
        { id: "item", name: t("labels.per_all_channels") },
        {
          id: "channel",
          name: t("labels.per_channel"),
          detail: t("labels.per_channel_hint"),
        },
      ]}
      value={label.settings.per ?? "item"}
      onChange={(next) => settle({ per: next === "channel" ? "channel" : undefined })}
    />
  );
}

/** Asked once of the whole, or of each part of a text or page of a document. */
export function Per({ label }: KindProps) {
  const { t } = useTranslation("projects");
  const { draft } = useBuilding();
  const { settle } = useLabel(label);
  if (draft.modality !== "text" && draft.modality !== "document") return null;
  const of = draft.modality;
  const per = label.settings.per ?? "item";
  return (
    <>
      <RadioGroup
        label={t("labels.per")}
        options={[
          { id: "item", name: t(`labels.per_item.${of}`) },
          { id: "part", name: t(`labels.per_part.${of}`), detail: t(`labels.per_part_hint.${of}`) },
        ]}
        value={per}
        onChange={(next) =>
          settle(next === "part" ? { per: "part" } : { per: undefined, roles: undefined })
        }
      />
      {per === "part" && of === "text" && <Roles label={label} />}
    </>
  );
}
