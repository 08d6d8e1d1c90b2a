import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Confirm } from "~/ui/dialog";
import { RadioGroup, TextField } from "~/ui/field";
import { stay } from "../../data/stay";
import { EMPTY } from "./model";
import { familiesQuery } from "./queries";

type Props = { projectId: number; open: boolean; onClose: () => void };
const KNOWN = ["trio", "speech", "coco_object"] as const;
type Known = (typeof KNOWN)[number];

/** A template begins as one of the families, or with three rows. */
export function NewTemplate({ projectId, open, onClose }: Props) {
  const { t } = useTranslation("templates");
  const go = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const [from, setFrom] = useState<Known | "empty">("trio");
  const make = async () => {
    setTried(true);
    if (name.trim() === "") return stay();
    const { families } = await client.ensureQueryData(familiesQuery);
    const family = families.find((one) => one.name === from);
    const made = await must(
      api.POST("/api/v1/projects/{project_id}/templates", {
        params: { path: { project_id: projectId } },
        body: { name: name.trim(), definition: family?.definition ?? EMPTY },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId, "templates"] });
    await go({
      to: "/projects/$projectId/releases/templates/$templateId",
      params: { projectId: String(projectId), templateId: String(made.id) },
    });
  };
  return (
    <Confirm title={t("new_title")} open={open} onClose={onClose} act={make} word={t("make")}>
      <p className="t2">{t("new_means")}</p>
      <TextField
        label={t("called")}
        value={name}
        maxLength={100}
        onChange={setName}
        isRequired
        error={tried && name.trim() === "" ? t("nameless") : undefined}
      />
      <RadioGroup
        label={t("from")}
        value={from}
        onChange={(next) => setFrom(next as Known | "empty")}
        options={[...KNOWN, "empty" as const].map((id) => ({
          id,
          name: t(`family.${id}`),
          detail: t(`family_hint.${id}`),
        }))}
      />
      <p className="hint">{t("dialect_hint")}</p>
    </Confirm>
  );
}
