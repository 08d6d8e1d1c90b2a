import { useMutation } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { figure, Table } from "~/ui/table";
import type { Stage } from "../../frame/queries";
import { type Level, type RequirementDraft, requirementOf } from "./model";

type Props = {
  stage: Stage;
  level: Level;
  draft: RequirementDraft;
  /** Whether it can be sent as it is; tells at the fields what cannot. */
  ready: () => boolean;
};

/** Whom what is written would let in, and what the others lack; nothing is saved. */
export function Trial({ stage, level, draft, ready }: Props) {
  const { t, i18n } = useTranslation("requirements");
  const { number } = useFormat();
  const body = requirementOf(draft, level);
  const text = JSON.stringify(body);
  const tried = useMutation({
    mutationFn: async () => ({
      of: text,
      found: await must(
        api.POST("/api/v1/projects/{project_id}/stages/{stage_id}/requirements/{level}/try", {
          params: { path: { project_id: stage.project_id, stage_id: stage.id, level } },
          body,
        }),
      ),
    }),
  });
  const found = tried.data?.found;
  const word = (code: string) =>
    i18n.exists(`need.${code}`, { ns: "requirements" })
      ? t(`need.${code as "language"}`)
      : code.replaceAll("_", " ");
  return (
    <section className="col g12 trial" aria-label={t("try.act")}>
      <div className="row wrap">
        <Button look="line" busy={tried.isPending} onPress={() => ready() && tried.mutate()}>
          <Icon of={Users} />
          {t("try.act")}
        </Button>
        <span className="label t2">{t("try.hint")}</span>
      </div>
      <Fault error={tried.error} />
      {found !== undefined && (
        <div className="col g8" role="status">
          <p className="title">
            {found.members === 0
              ? t("try.none")
              : t("try.title", {
                  members: number(found.members),
                  admitted: number(found.admitted),
                })}
          </p>
          {tried.data?.of !== text && <p className="label c-warn">{t("try.stale")}</p>}
          {draft.on.devices && <p className="label t2">{t("try.device")}</p>}
          {found.members > 0 && found.by_need.length === 0 && <p className="t2">{t("try.all")}</p>}
        </div>
      )}
      {found !== undefined && found.by_need.length > 0 && (
        <Table
          label={t("try.lack")}
          rows={found.by_need}
          keyOf={(row) => row.code}
          columns={[
            { id: "need", word: t("try.need"), cell: (row) => word(row.code) },
            {
              ...figure("people", t("try.people")),
              cell: (row) => number(row.people),
            },
          ]}
        />
      )}
    </section>
  );
}
