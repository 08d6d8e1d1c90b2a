import { Link } from "@tanstack/react-router";
import {
  ArrowRight,
  ChevronDown,
  ChevronUp,
  Ellipsis,
  EyeOff,
  Funnel,
  type LucideIcon,
  Mic,
  Plus,
  Scissors,
  Tags,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { Mark, PlaceMark } from "~/ui/state";
import { toast } from "~/ui/toast";
import type { Stage } from "../../frame/queries";
import { useConditionWords } from "./condition-words";
import { EffectsDialog } from "./effects/dialog";
import { FlowDialog } from "./flow-dialog";
import { inOrder, shifted, targetsOf } from "./layout";
import { type Flow, usePipeline, useWaiting } from "./queries";
import { SplitDialog } from "./split/dialog";
import { useSplitWords } from "./split/words";

const SIGN: Readonly<Record<Stage["kind"], LucideIcon>> = {
  collect: Mic,
  refine: Funnel,
  label: Tags,
};

/** One stage of the pipeline: how it cuts its items, where they go on to, what waits in it. */
export function StageCard({
  stage,
  stages,
  flows,
}: {
  stage: Stage;
  stages: readonly Stage[];
  flows: readonly Flow[];
}) {
  const { t } = useTranslation(["pipeline", "projects"]);
  const [shown, setShown] = useState<"split" | "effects" | "flow" | null>(null);
  const [changed, setChanged] = useState<Flow | null>(null);
  const pipeline = usePipeline(stage.project_id);
  const splits = useSplitWords();
  const order = inOrder(stages);
  const at = order.findIndex((one) => one.id === stage.id);
  const out = flows.filter((flow) => flow.from_id === stage.id);
  const move = async (by: -1 | 1) => {
    for (const { id, position } of shifted(stages, stage.id, by))
      await pipeline.stage(id, { position });
    toast(t("pipeline:flow.moved"));
  };
  const more = targetsOf(stage.id, stages, flows).length > 0;
  const acts = [
    {
      id: "up",
      word: t("pipeline:flow.earlier"),
      icon: ChevronUp,
      off: at === 0,
      act: () => move(-1),
    },
    {
      id: "down",
      word: t("pipeline:flow.later"),
      icon: ChevronDown,
      off: at === order.length - 1,
      act: () => move(1),
    },
    ...(stage.kind === "collect"
      ? []
      : [
          {
            id: "split",
            word: t("pipeline:split.title"),
            icon: Scissors,
            act: () => setShown("split"),
          },
        ]),
    ...(stage.kind === "refine"
      ? [
          {
            id: "effects",
            word: t("pipeline:effects.title"),
            icon: EyeOff,
            act: () => setShown("effects"),
          },
        ]
      : []),
  ];
  const name = stage.name;
  return (
    <article className="pipeline-stage" aria-label={name}>
      <header className="row g8">
        <Icon of={SIGN[stage.kind]} size={20} className="t2" />
        <h2 className="grow title clip">
          <Link
            to="/projects/$projectId/design"
            params={{ projectId: String(stage.project_id) }}
            search={{ tab: "labels", stage: stage.id }}
            className="link-quiet"
          >
            {name}
          </Link>
        </h2>
        <Menu label={t("pipeline:flow.acts_of", { name })} acts={acts}>
          <Button look="ghost" square aria-label={t("pipeline:flow.acts_of", { name })}>
            <Icon of={Ellipsis} />
          </Button>
        </Menu>
      </header>
      <p className="row label wrap">
        <span className="t3">{t(`projects:stages.kind.${stage.kind}`)}</span>
        <PlaceMark state={stage.state} />
      </p>
      {stage.kind !== "collect" && (
        <p className="label t2 row g4">
          <Icon of={Scissors} size={14} />
          {splits(stage.split)}
        </p>
      )}
      <Waits stage={stage} flows={flows} />
      <ul className="pipeline-out" aria-label={t("pipeline:flow.goes_on", { name })}>
        {out.map((flow) => (
          <Out key={flow.to_id} flow={flow} stages={stages} onOpen={() => setChanged(flow)} />
        ))}
      </ul>
      {more && (
        <Button look="text" onPress={() => setShown("flow")}>
          <Icon of={Plus} size={16} />
          {t("pipeline:flow.add")}
        </Button>
      )}
      {shown === "split" && (
        <SplitDialog stage={stage} stages={stages} flows={flows} onClose={() => setShown(null)} />
      )}
      {shown === "effects" && <EffectsDialog stage={stage} onClose={() => setShown(null)} />}
      {(shown === "flow" || changed !== null) && (
        <FlowDialog
          stage={stage}
          stages={stages}
          flows={flows}
          flow={changed}
          onClose={() => {
            setShown(null);
            setChanged(null);
          }}
        />
      )}
    </article>
  );
}

/** What has come to a stage and is not on offer, and why. */
function Waits({ stage, flows }: { stage: Stage; flows: readonly Flow[] }) {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  const waiting = useWaiting(stage, flows);
  if (waiting === undefined || waiting.n === 0) return null;
  const { n, why, short } = waiting;
  return (
    <p className="label">
      <Link
        to="/projects/$projectId/data"
        params={{ projectId: String(stage.project_id) }}
        search={{ stage_id: stage.id, state: "ready" }}
        className="link"
      >
        {t("flow.waits", { n: number(n) })}
      </Link>{" "}
      <span className="t2">{t(`flow.why.${why ?? "soon"}`, { won: number(short) })}</span>
    </p>
  );
}

/** One way on: to where, and under which condition; pressed, it is changed. */
function Out({
  flow,
  stages,
  onOpen,
}: {
  flow: Flow;
  stages: readonly Stage[];
  onOpen: () => void;
}) {
  const { t } = useTranslation("pipeline");
  const { number } = useFormat();
  const to = stages.find((stage) => stage.id === flow.to_id);
  const from = stages.find((stage) => stage.id === flow.from_id);
  const sentence = useConditionWords(from)(flow.condition);
  if (to === undefined) return null;
  return (
    <li>
      <Button look="ghost" className="pipeline-flow" onPress={onOpen}>
        <Icon of={ArrowRight} size={16} />
        <span className="grow text-left">
          <b className="block">{to.name}</b>
          <Mark icon={Funnel}>{sentence}</Mark>
          {flow.made > 0 && (
            <span className="label t3 block">{t("flow.made", { n: number(flow.made) })}</span>
          )}
          {flow.pending > 0 && (
            <span className="label t3 block">{t("flow.pending", { n: number(flow.pending) })}</span>
          )}
          <span className="sr-only">{t("flow.change")}</span>
        </span>
      </Button>
    </li>
  );
}
