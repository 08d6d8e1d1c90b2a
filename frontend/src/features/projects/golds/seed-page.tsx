import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Shapes, Shuffle } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { type Stage, useProjectId, useStages } from "../frame/queries";
import { Back } from "./back";
import { Beside } from "./beside";
import { goldsKey, make, type Seed, seed, seededKey } from "./queries";
import "./golds.css";

/** An answer with an error that somebody could make, beside the right one: taken, or another. */
export function SeedPage() {
  const { t } = useTranslation("golds");
  const projectId = useProjectId();
  const { stage: wanted, level: asked } = useSearch({
    from: "/inside/projects/$projectId/golds/seed",
  });
  const stage = useStages().find((one) => one.id === wanted);
  const level = asked === 2 ? 2 : 1;
  const path = { project_id: projectId, stage_id: wanted ?? 0 };
  // Each one that is asked for is another; `root`: of the same answer.
  const [turn, setTurn] = useState<{ n: number; root: number | undefined }>({
    n: 0,
    root: undefined,
  });
  const found = useQuery({
    queryKey: [...goldsKey(path), "seed", level, turn],
    enabled: stage !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    queryFn: () => seed(path, level, turn.root),
  });
  const draft = found.data;
  const another = (root: number | undefined) => setTurn({ n: turn.n + 1, root });
  return (
    <>
      <Back stage={wanted} level={level} />
      <PageTitle name={t("seed.make")}>
        {t(draft === undefined ? "seed.make" : "seed.title", { n: draft?.slips.length ?? 0 })}
      </PageTitle>
      {stage === undefined && <Empty icon={Shapes} title={t("write.gone")} />}
      <Fault error={found.error} retry={() => another(undefined)} />
      {stage !== undefined && found.isPending && <Skeleton lines={10} />}
      {stage !== undefined && draft !== undefined && (
        <Draft key={turn.n} {...{ stage, draft, level, another }} />
      )}
    </>
  );
}

type Props = {
  stage: Stage;
  draft: Seed;
  level: 1 | 2;
  another: (root: number | undefined) => void;
};

function Draft({ stage, draft, level, another }: Props) {
  const { t } = useTranslation(["golds", "common", "courses"]);
  const { number } = useFormat();
  const client = useQueryClient();
  const go = useNavigate();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const params = { projectId: String(stage.project_id) };
  const [note, setNote] = useState(draft.note);
  const { answer, shown, verdict, root_id, item } = draft;
  const take = useMutation({
    mutationFn: () =>
      make(path, { level, item_id: item.id, root_id, answer, shown, verdict, note: note.trim() }),
    onSuccess: async () => {
      toast(t("made"));
      await client.invalidateQueries({ queryKey: [...goldsKey(path), level] });
      await client.invalidateQueries({ queryKey: [...goldsKey(path), "pool"] });
      await go({
        to: "/projects/$projectId/quality",
        params,
        search: { tab: "golds", stage: stage.id, level },
      });
    },
  });
  const write = () => {
    client.setQueryData(seededKey(path, level, item.id), { ...draft, note });
    return go({
      to: "/projects/$projectId/golds/write",
      params,
      search: { stage: stage.id, level, item: item.id },
    });
  };
  return (
    <div className="col g24 mt-4">
      <p className="t2 break">
        {item.name} · {t("deserves", { verdict: t(`common:verdict.${verdict}`) })} ·{" "}
        {t("seed.slips", { n: number(draft.slips.length) })}
      </p>
      <Beside stage={stage} itemId={item.id} right={answer} shown={shown} />
      <div className="design-form">
        <TextField
          label={t("courses:question.note")}
          hint={t("seed.note_hint")}
          rows={4}
          maxLength={2000}
          value={note}
          onChange={setNote}
        />
        <Fault error={take.error} />
        <div className="apply-bar wrap">
          <Button look="line" onPress={() => another(root_id)}>
            <Icon of={Shuffle} />
            {t("seed.again")}
          </Button>
          <Button look="line" onPress={() => another(undefined)}>
            {t("seed.elsewhere")}
          </Button>
          <Button look="line" onPress={write}>
            {t("seed.write")}
          </Button>
          <span className="grow" />
          <Button look="primary" main busy={take.isPending} onPress={() => take.mutate()}>
            {t("seed.take")}
          </Button>
        </div>
      </div>
    </div>
  );
}
