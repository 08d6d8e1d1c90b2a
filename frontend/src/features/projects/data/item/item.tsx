import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Archive, ArchiveRestore, ArrowLeft, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useManages } from "../../frame/manages";
import { useProject, useProjectId, useStages } from "../../frame/queries";
import { ExcludeDialog } from "../exclude";
import { ItemMark } from "../marks";
import { Original } from "../originals/original";
import { itemQuery } from "../queries";
import { leaveOut, type Reason, restore } from "../taking";
import { Answers } from "./answers";
import { Facts } from "./facts";
import { Pieces } from "./pieces/pieces";
import { Takes } from "./takes";
import { Tasks } from "./tasks";
import { Timeline } from "./timeline";
import { wayQuery } from "./way/queries";
import { ReopenDialog } from "./way/reopen";
import { Way } from "./way/way";
import "../data.css";

/** One item: its picture with the answers that stand, its tasks, its history. */
export function ItemPage() {
  const { t } = useTranslation(["data", "pipeline"]);
  const projectId = useProjectId();
  const stages = useStages();
  const manages = useManages(useProject());
  const { itemId } = useParams({ from: "/inside/projects/$projectId/data/$itemId" });
  const { data: item } = useSuspenseQuery(itemQuery(projectId, Number(itemId)));
  const client = useQueryClient();
  const [asked, setAsked] = useState<"exclude" | "reopen" | null>(null);
  const again = () => client.invalidateQueries({ queryKey: ["project", projectId] });
  const back = useMutation({
    mutationFn: () => restore(projectId, item.id),
    onSuccess: async () => {
      await again();
      toast(t("items.restored_n", { n: 1 }));
    },
  });
  const out = async (reason: Reason) => {
    await leaveOut(projectId, item.id, reason);
    await again();
    toast(t("items.excluded_n", { n: 1 }));
  };
  const may =
    manages && item.state !== "excluded" && item.state !== "released" && item.state !== "draft";
  const stage = stages.find((one) => one.id === item.stage_id);
  // What was made of it stands in its place; the original may have to be kept apart.
  const made = useQuery(wayQuery(projectId, item.id)).data?.some(
    (one) => one.id === item.id && one.made,
  );
  const done = manages && (item.state === "accepted" || item.state === "released");
  const split = item.tasks.length > 1 || stage?.split != null;
  return (
    <>
      <Link
        to="/projects/$projectId/data"
        params={{ projectId: String(projectId) }}
        search={{ batch_id: item.batch_id }}
        className="label t3 back"
      >
        <Icon of={ArrowLeft} size={14} />
        {t("item.back")}
      </Link>
      <PageTitle
        name={item.name}
        aside={
          <div className="row">
            <ItemMark state={item.state} pill />
            {done && (
              <Button look="line" onPress={() => setAsked("reopen")}>
                <Icon of={RotateCcw} size={16} />
                {t("pipeline:way.reopen")}
              </Button>
            )}
            {may && (
              <Button look="line" onPress={() => setAsked("exclude")}>
                <Icon of={Archive} size={16} />
                {t("items.exclude")}
              </Button>
            )}
            {manages && item.state === "excluded" && (
              <Button look="primary" busy={back.isPending} onPress={() => back.mutate()}>
                <Icon of={ArchiveRestore} size={16} />
                {t("items.restore")}
              </Button>
            )}
          </div>
        }
      >
        {t(`item.title.${item.state}`, { name: item.name })}
      </PageTitle>
      <Fault error={back.error} />
      {stages.length > 1 && <Way projectId={projectId} itemId={item.id} />}
      {made && <Original projectId={projectId} item={item} />}
      <div className="item-page">
        <div className="col g24">
          <Answers projectId={projectId} item={item} asks={stage?.kind === "collect"} />
          {stage?.kind === "collect" && <Takes projectId={projectId} item={item} />}
          {split && <Pieces projectId={projectId} item={item} />}
          <Tasks tasks={item.tasks} />
        </div>
        <div className="col g24">
          <section className="col g8">
            <h2 className="title">{t("item.facts")}</h2>
            <Facts item={item} />
          </section>
          <section className="col g8">
            <h2 className="title">{t("item.history")}</h2>
            <Timeline projectId={projectId} item={item} />
          </section>
        </div>
      </div>
      <ExcludeDialog
        open={asked === "exclude"}
        count={1}
        onClose={() => setAsked(null)}
        act={out}
      />
      <ReopenDialog
        projectId={projectId}
        itemId={item.id}
        open={asked === "reopen"}
        onClose={() => setAsked(null)}
      />
    </>
  );
}
