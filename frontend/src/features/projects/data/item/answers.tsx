import { useQuery } from "@tanstack/react-query";
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Shown, type ShownProps } from "~/annotate/shown";
import type { Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Segments } from "~/ui/segments";
import { mediaQuery } from "../queries";
import { Came, useConsensus } from "./pieces/came";
import { useWorks } from "./timeline";

const FEW = 3; // answers that stand side by side on a phone

type Answered = {
  id: string;
  word: string;
  answer: unknown;
  schema?: unknown;
  captures?: ShownProps["captures"];
};
type Props = { projectId: number; item: Schema<"ItemWhole"> };
type WholeProps = Props & {
  /** Whether it is a prompt. */
  asks: boolean;
};

/** What stands for an item: what its answers came to, the answers, labels that came along. */
function useAnswered(projectId: number, item: Schema<"ItemWhole">): Answered[] {
  const { t } = useTranslation("data");
  const works = useWorks(projectId, item);
  const consensus = useConsensus(projectId, item);
  const standing = new Map(
    item.tasks.flatMap((task, n) =>
      task.assignments.map((work) => [work.id, { ...work, piece: n + 1 }] as const),
    ),
  );
  const split = item.tasks.length > 1;
  const shown: Answered[] = works.flatMap((work) => {
    const head = standing.get(work.id);
    const turn = work.turns.find((one) => one.submission_id === head?.answer_id);
    if (head === undefined || !turn?.answer) return [];
    const word = split
      ? t("item.piece_by", { n: head.piece, by: turn.by })
      : t("item.answer_by", { by: turn.by });
    const { answer } = turn;
    const captures = { project_id: projectId, assignment_id: work.id };
    return [{ id: String(work.id), word, answer, schema: work.label_schema, captures }];
  });
  if (consensus !== undefined && consensus.state !== "undecided")
    shown.unshift({
      id: "consensus",
      word: t("item.consensus"),
      answer: consensus.answer,
      schema: shown[0]?.schema,
    });
  if (item.prelabels !== null)
    shown.push({ id: "prelabels", word: t("item.prelabel"), answer: item.prelabels });
  return shown;
}

/** The picture or the text with one answer on it; a sentence where the picture is not here. */
function Drawn({ projectId, item, shown }: Props & { shown: Answered | undefined }) {
  const { t } = useTranslation("data");
  const media = useQuery({ ...mediaQuery(projectId, item.id), enabled: item.document === null });
  const drawn = (
    <Shown
      item={item}
      media={media.data}
      captures={shown?.captures}
      schema={shown?.schema}
      answer={shown?.answer}
    />
  );
  if (item.document !== null) return drawn;
  if (media.isPending) return <Skeleton lines={6} />;
  if (media.error !== null)
    return isProblem(media.error) && media.error.status === 404 ? (
      <Note icon={ImageOff}>{t("item.no_media")}</Note>
    ) : (
      <Fault error={media.error} retry={() => media.refetch()} />
    );
  return <div className="item-picture">{drawn}</div>;
}

/** The picture with the first answer that stands, small. */
export function Glance({ projectId, item }: Props) {
  const [first] = useAnswered(projectId, item);
  return <Drawn projectId={projectId} item={item} shown={first} />;
}

/** The picture with the answer that stands; where there are several, one after the other. */
export function Answers({ projectId, item, asks }: WholeProps) {
  const { t } = useTranslation("data");
  const shown = useAnswered(projectId, item);
  const consensus = useConsensus(projectId, item);
  const [which, setWhich] = useState<string>();
  const chosen = shown.find((one) => one.id === which) ?? shown[0];
  return (
    <section className="col g8">
      <div className="row between wrap">
        <h2 className="title">
          {t(item.document === null ? "item.picture" : asks ? "item.prompt" : "item.text")}
        </h2>
        {shown.length > FEW && chosen !== undefined && (
          <div className="short-field">
            <Select
              label={t("item.which")}
              options={shown.map(({ id, word }) => ({ id, name: word }))}
              value={chosen.id}
              onChange={(id) => setWhich(String(id))}
            />
          </div>
        )}
        {shown.length > 1 && shown.length <= FEW && chosen !== undefined && (
          <Segments label={t("item.which")} parts={shown} chosen={chosen.id} onChoose={setWhich} />
        )}
        {shown.length === 1 && <span className="label t3">{chosen?.word}</span>}
        {shown.length === 0 && <span className="label t3">{t("item.no_answer")}</span>}
      </div>
      {consensus !== undefined && <Came consensus={consensus} />}
      <Drawn projectId={projectId} item={item} shown={chosen} />
    </section>
  );
}
