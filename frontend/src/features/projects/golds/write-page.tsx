import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Info, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import { Empty, Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { sourceQuery } from "../courses/source";
import { type Said, useFirst, Written } from "../courses/written";
import { itemQuery } from "../data/queries";
import { fitting } from "../design/labels/preview/fitting";
import { schemaQuery } from "../design/versions";
import { type Stage, useProjectId, useStages } from "../frame/queries";
import { Back } from "./back";
import { Sure } from "./pick";
import {
  type Candidate,
  candidateQuery,
  goldsKey,
  type Level,
  make,
  type Seed,
  seededKey,
} from "./queries";
import "../courses/courses.css";

/** A known answer written by hand: it begins with what was accepted, or with a seeded error. */
export function WriteGoldPage() {
  const { t } = useTranslation(["golds", "trusted"]);
  const projectId = useProjectId();
  const {
    stage: wanted,
    level,
    item,
  } = useSearch({
    from: "/inside/projects/$projectId/golds/write",
  });
  const stage = useStages().find((one) => one.id === wanted);
  const path = { project_id: projectId, stage_id: wanted ?? 0 };
  const found = useQuery({
    ...candidateQuery(path, level, item ?? 0),
    enabled: stage !== undefined && item !== undefined,
  });
  const known = found.data;
  return (
    <>
      <Back stage={wanted} level={level} />
      <PageTitle name={t("name")}>{t(level === 0 ? "write.title" : "write.title_judge")}</PageTitle>
      <Fault error={found.error} retry={() => found.refetch()} />
      {stage === undefined || item === undefined || known === null ? (
        <Empty icon={Shapes} title={t("write.gone")}>
          <p>{t("write.gone_hint")}</p>
        </Empty>
      ) : known === undefined ? (
        found.error === null && <Skeleton lines={10} />
      ) : (
        <OfItem key={`${item}/${level}`} {...{ stage, level, known }} />
      )}
    </>
  );
}

function OfItem({ stage, level, known }: { stage: Stage; level: Level; known: Candidate }) {
  const { t } = useTranslation("golds");
  const client = useQueryClient();
  const go = useNavigate();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const schema = useFirst(useSuspenseQuery(schemaQuery(stage)).data) ?? null;
  const item = useSuspenseQuery(itemQuery(stage.project_id, known.item_id)).data;
  const found = useQuery(sourceQuery(stage.project_id, item));
  const source = useFirst(found.data);
  const seeded = client.getQueryData<Seed>(seededKey(path, level, known.item_id));
  if (schema === null) return <Empty icon={Shapes} title={t("write.no_schema")} />;
  if (source === undefined)
    return found.error === null ? (
      <Skeleton lines={10} />
    ) : (
      <Fault error={found.error} retry={() => void found.refetch()} />
    );
  const suited = (answer: unknown): Answer => fitting(answer as Answer, schema as LabelSchema);
  const right = suited(seeded?.answer ?? known.answer);
  const save = async (said: Said) => {
    await make(path, {
      ...said,
      answer: said.answer as never,
      shown: (said.shown as never) ?? null,
      level,
      item_id: known.item_id,
      root_id: level === 0 ? null : (seeded?.root_id ?? known.root_id),
    });
    toast(t("made"));
    client.removeQueries({ queryKey: seededKey(path, level, known.item_id) });
    await client.invalidateQueries({ queryKey: goldsKey(path) });
    await go({
      to: "/projects/$projectId/quality",
      params: { projectId: String(stage.project_id) },
      search: { tab: "golds", stage: stage.id, level: level || undefined },
    });
  };
  return (
    <Written
      {...{ schema, source, save }}
      judges={level > 0}
      begin={{ right, shown: seeded === undefined ? right : suited(seeded.shown) }}
      verdict={seeded?.verdict ?? null}
      note={seeded?.note ?? ""}
      noteHint={t("write.note_hint")}
      word={t("write.save")}
    >
      <Note icon={Info}>
        <p>{t("write.begins")}</p>
        <Sure of={known} />
      </Note>
    </Written>
  );
}
