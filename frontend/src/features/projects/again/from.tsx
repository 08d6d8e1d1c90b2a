import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { RadioGroup } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Kept, keptQuery } from "./queries";

type Props = {
  organisationId: number;
  /** Undefined: a design of one's own. */
  chosen: number | undefined;
  onChoose: (templateId: number | undefined) => void;
};

/** What a new project begins from: nothing, or a template of the house. Not there without one. */
export function BeginFrom({ organisationId, chosen, onChoose }: Props) {
  const { t } = useTranslation("again");
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const kept = useQuery(keptQuery(organisationId)).data?.items ?? [];
  const one = kept.find((each) => each.id === chosen);
  if (kept.length === 0) return null;
  const told = (each: Kept) =>
    [
      each.about,
      t("holds", { n: each.stages.length, names: each.stages.map((s) => s.name).join(", ") }),
    ]
      .filter(Boolean)
      .join(" ");
  const forget = async () => {
    const path = { organisation_id: organisationId, project_template_id: one?.id ?? 0 };
    await must(
      api.DELETE(
        "/api/v1/organisations/{organisation_id}/project-templates/{project_template_id}",
        { params: { path } },
      ),
    );
    onChoose(undefined);
    await client.invalidateQueries({ queryKey: keptQuery(organisationId).queryKey });
  };
  return (
    <div className="col g8">
      <RadioGroup
        label={t("from")}
        value={one === undefined ? "own" : String(one.id)}
        onChange={(next) => onChoose(next === "own" ? undefined : Number(next))}
        options={[
          { id: "own", name: t("own"), detail: t("own_hint") },
          ...kept.map((each) => ({ id: String(each.id), name: each.name, detail: told(each) })),
        ]}
      />
      {one !== undefined && (
        <Button look="ghost" onPress={() => setLeaving(true)}>
          <Icon of={Trash2} size={16} />
          {t("forget", { name: one.name })}
        </Button>
      )}
      <Confirm
        title={t("forget_title")}
        open={leaving}
        onClose={() => setLeaving(false)}
        act={forget}
        word={t("forget_word")}
        danger
      >
        <p>{t("forget_means")}</p>
      </Confirm>
    </div>
  );
}
