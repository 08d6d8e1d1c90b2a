import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Brain, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Markdown } from "~/ui/markdown";
import { PageTitle, rowsOf } from "~/ui/page";
import { ListFrame } from "~/ui/table";
import { toast } from "~/ui/toast";
import { useMakes } from "../frame/manages";
import { useProject } from "../frame/queries";
import { ReachedMark } from "./marks";
import { NewValidity } from "./new-validity";
import { type Validity, validityQuery } from "./queries";

type Props = { projectId: number; releaseId: number };

/** How far models come that were trained with a release. */
export function Models({ projectId, releaseId }: Props) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const client = useQueryClient();
  const makes = useMakes(useProject());
  const [asked, setAsked] = useState(false);
  const [gone, setGone] = useState<Validity | null>(null);
  const list = useInfiniteQuery(validityQuery(projectId, releaseId));
  const rows = rowsOf(list);
  const remove = async () => {
    await must(
      api.DELETE("/api/v1/projects/{project_id}/validity/{validity_id}", {
        params: { path: { project_id: projectId, validity_id: gone?.id ?? 0 } },
      }),
    );
    await client.invalidateQueries({ queryKey: ["project", projectId] });
  };
  return (
    <div className="narrow">
      <PageTitle
        name={t("tabs.models")}
        aside={
          makes && (
            <Button look="primary" main onPress={() => setAsked(true)}>
              <Icon of={Plus} />
              {t("validity.add")}
            </Button>
          )
        }
      >
        {rows.length === 0
          ? t("validity.title_none")
          : t("validity.title", { n: number(rows.length) })}
      </PageTitle>
      <ListFrame
        list={list}
        none={
          <Empty icon={Brain}>
            <p>{t("validity.none_hint")}</p>
          </Empty>
        }
      >
        {rows.toReversed().map((one) => (
          <Model key={one.id} of={one} {...(makes ? { onRemove: () => setGone(one) } : {})} />
        ))}
      </ListFrame>
      {asked && (
        <NewValidity projectId={projectId} releaseId={releaseId} onClose={() => setAsked(false)} />
      )}
      <Confirm
        title={t("validity.remove_title")}
        open={gone !== null}
        onClose={() => setGone(null)}
        act={async () => {
          await remove();
          toast(t("validity.removed"));
        }}
        word={t("validity.remove")}
        danger
      >
        <p className="t2">{t("validity.remove_means")}</p>
      </Confirm>
    </div>
  );
}

function Model({ of: one, onRemove }: { of: Validity; onRemove?: () => void }) {
  const { t } = useTranslation("reports");
  const { number, full } = useFormat();
  return (
    <article className="col g8 report-check">
      <div className="col g4">
        <p className="strong">
          {one.model} · {one.metric}
        </p>
        <p>
          <span className="report-figure">{number(one.reached)}</span>{" "}
          <span className="t2">
            {t(one.higher ? "validity.at_least" : "validity.at_most", { n: number(one.target) })}
          </span>
        </p>
        <p className="label t3 report-hash">
          {t("validity.split")} <code>{one.split_sha256}</code>
        </p>
        <p className="label t3">{full(one.recorded_at)}</p>
        {one.card !== "" && (
          <details>
            <summary className="link label">{t("validity.card")}</summary>
            <Markdown text={one.card} />
          </details>
        )}
      </div>
      <div className="row">
        <ReachedMark reached={one.met} />
        {onRemove !== undefined && (
          <Button
            look="ghost"
            square
            aria-label={t("validity.remove_of", { model: one.model })}
            onPress={onRemove}
          >
            <Icon of={Trash2} size={16} />
          </Button>
        )}
      </div>
    </article>
  );
}
