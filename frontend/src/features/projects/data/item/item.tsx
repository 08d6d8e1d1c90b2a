import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Archive, ArchiveRestore, ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { useProjectId } from "../../frame/queries";
import { ExcludeDialog } from "../exclude";
import { ItemMark } from "../marks";
import { itemQuery } from "../queries";
import { leaveOut, type Reason, restore } from "../taking";
import { Answers } from "./answers";
import { Facts } from "./facts";
import { Tasks } from "./tasks";
import { Timeline } from "./timeline";
import "../data.css";

/** One item: its picture with the answers that stand, its tasks, its history. */
export function ItemPage() {
  const { t } = useTranslation("data");
  const projectId = useProjectId();
  const { itemId } = useParams({ from: "/inside/projects/$projectId/data/$itemId" });
  const { data: item } = useSuspenseQuery(itemQuery(projectId, Number(itemId)));
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
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
  const may = item.state !== "excluded" && item.state !== "released" && item.state !== "draft";
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
            {may && (
              <Button look="line" onPress={() => setAsked(true)}>
                <Icon of={Archive} size={16} />
                {t("items.exclude")}
              </Button>
            )}
            {item.state === "excluded" && (
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
      <div className="item-page">
        <div className="col g24">
          <Answers projectId={projectId} item={item} />
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
      <ExcludeDialog open={asked} count={1} onClose={() => setAsked(false)} act={out} />
    </>
  );
}
