import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton, useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, Progress } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useProjectId } from "../../frame/queries";
import { Preview } from "./preview";
import { type Act, actOn, actQuery } from "./queries";
import { ActRows } from "./rows";
import "../data.css";

/** One act: how far it is, what became of each, and the way back. */
export function ActPage() {
  const { t } = useTranslation("desk");
  const { number } = useFormat();
  const projectId = useProjectId();
  const { actId } = useParams({ from: "/inside/projects/$projectId/data/acts/$actId" });
  const found = useQuery(actQuery(projectId, Number(actId)));
  const act = found.data;
  return (
    <>
      <Link
        to="/projects/$projectId/data/acts"
        params={{ projectId: String(projectId) }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("acts")}
      </Link>
      <PageTitle
        name={t("acts")}
        aside={act !== undefined && <Further projectId={projectId} act={act} />}
      >
        {act === undefined
          ? t("acts")
          : t(`act_line.${act.state}`, {
              kind: t(`kind.${act.kind}`),
              n: number(act.found),
              done: number(act.done),
              undone: number(act.undone),
            })}
      </PageTitle>
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={5} />}
      {act !== undefined && <Whole projectId={projectId} act={act} />}
    </>
  );
}

function Whole({ projectId, act }: { projectId: number; act: Act }) {
  const { t } = useTranslation("desk");
  const { number, full } = useFormat();
  const client = useQueryClient();
  const over = act.state === "done" || act.state === "undone";
  // The rows and the items are others now.
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["project", act.id, "act-rows"] });
  }, [over, client, act.id]);
  if (act.state === "ready" || act.state === "counting")
    return (
      <Preview
        act={act}
        onBack={() => void change(client, projectId, act, "stop")}
        onStart={() => change(client, projectId, act, "start")}
      />
    );
  const back = act.state === "undoing" || act.state === "undone";
  const share = back
    ? { done: act.undone + act.kept, total: act.done }
    : { done: act.done + act.refused, total: act.found };
  const figures = [
    [t("done_word"), act.done],
    [t("refused_word"), act.refused],
    ...(back
      ? ([
          [t("undone_word"), act.undone],
          [t("kept_word"), act.kept],
        ] as const)
      : []),
  ] as const;
  return (
    <div className="col g16">
      {(act.state === "doing" || act.state === "undoing") && (
        <Progress {...share} label={t(`state.${act.state}`)} />
      )}
      <dl className="figures">
        {figures.map(([word, n]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd className="num">{number(n)}</dd>
          </div>
        ))}
      </dl>
      {act.undo_until !== null && (
        <p className="label t3">{t("undo_until", { at: full(act.undo_until) })}</p>
      )}
      <ActRows projectId={projectId} act={act} />
    </div>
  );
}

const change = async (
  client: ReturnType<typeof useQueryClient>,
  projectId: number,
  act: Act,
  what: "start" | "stop" | "undo",
) => {
  const after = await actOn(projectId, act.id, what);
  client.setQueryData(actQuery(projectId, act.id).queryKey, after);
  await client.invalidateQueries({ queryKey: ["project", projectId] });
};

function Further({ projectId, act }: { projectId: number; act: Act }) {
  const { t } = useTranslation("desk");
  const { number } = useFormat();
  const client = useQueryClient();
  const sentence = useSentence();
  const [asked, setAsked] = useState(false);
  const stop = () =>
    change(client, projectId, act, "stop").catch((error) => toast(sentence(error)));
  if (act.state === "doing" || act.state === "undoing")
    return (
      <Button look="line" onPress={() => void stop()}>
        {t("stop")}
      </Button>
    );
  if (act.undo_until === null) return null;
  return (
    <>
      <Button look="line" onPress={() => setAsked(true)}>
        <Icon of={Undo2} size={16} />
        {t("undo")}
      </Button>
      <Confirm
        title={t("undo_title", { n: number(act.done - act.undone) })}
        open={asked}
        onClose={() => setAsked(false)}
        act={() => change(client, projectId, act, "undo")}
        word={t("undo")}
      >
        <p>{t("undo_means")}</p>
      </Confirm>
    </>
  );
}
