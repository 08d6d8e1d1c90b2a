import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Info, Layers, PenLine, Shuffle } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { useMakes } from "../frame/manages";
import { type Stage, useProject } from "../frame/queries";
import { Gather } from "./gather";
import { GoldList } from "./list";
import { Pick } from "./pick";
import { PoolRow } from "./pool";
import { LEVELS, type Level, poolQuery } from "./queries";
import "./golds.css";

/** A stage's known answers: how far they reach, which they are, and the ways to more. */
export function Golds({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["golds", "trusted"]);
  const { number } = useFormat();
  const makes = useMakes(useProject()) && stage.state !== "cancelled";
  const go = useNavigate();
  const { level = 0, retired } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const [shown, setShown] = useState<"pick" | "gather">();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const pool = useQuery(poolQuery(path));
  const open = pool.data?.reduce((sum, one) => sum + one.open, 0);
  const params = { projectId: String(stage.project_id) };
  const turn = (next: { level?: Level; retired?: boolean }) =>
    go({
      to: "/projects/$projectId/quality",
      params,
      search: {
        tab: "golds",
        stage: stage.id,
        level: next.level ?? level,
        retired: (next.retired ?? retired === true) || undefined,
      },
    });
  return (
    <>
      <PageTitle
        name={t("name")}
        aside={
          makes && (
            <Button look="primary" main onPress={() => setShown("pick")}>
              <Icon of={PenLine} />
              {t("by_hand")}
            </Button>
          )
        }
      >
        {open === undefined
          ? t("name")
          : open === 0
            ? t("title_none")
            : t("title", { n: number(open) })}
      </PageTitle>
      <p className="t2">{t("what")}</p>
      {stage.quality?.gold == null && (
        <Note icon={Info} tone="warn">
          <p>{t("off")}</p>
          <LinkButton
            to="/projects/$projectId/design"
            params={params}
            search={{ tab: "quality", stage: stage.id }}
            look="line"
            className="mt-2"
          >
            {t("to_settings")}
          </LinkButton>
        </Note>
      )}
      <Fault error={pool.error} retry={() => pool.refetch()} />
      <ul className="list" aria-label={t("pool")}>
        {pool.data?.map((one) => (
          <PoolRow key={one.level} pool={one} />
        ))}
      </ul>
      <div className="row wrap g12">
        <Chips
          label={t("level")}
          parts={LEVELS.map((id) => ({ id: `${id}`, word: t(`trusted:level.${id}`) }))}
          chosen={`${level}`}
          onChoose={(id) => turn({ level: Number(id) as Level })}
        />
        <Chips
          label={t("which")}
          parts={(["open", "retired"] as const).map((id) => ({ id, word: t(`state.${id}`) }))}
          chosen={retired === true ? "retired" : "open"}
          onChoose={(id) => turn({ retired: id === "retired" })}
        />
        <span className="grow" />
        {makes && level > 0 && (
          <LinkButton
            to="/projects/$projectId/golds/seed"
            params={params}
            search={{ stage: stage.id, level }}
            look="line"
          >
            <Icon of={Shuffle} />
            {t("seed.make")}
          </LinkButton>
        )}
        {makes && (
          <Button look="line" onPress={() => setShown("gather")}>
            <Icon of={Layers} />
            {t("gather.make")}
          </Button>
        )}
      </div>
      <GoldList
        key={`${level}${retired}`}
        stage={stage}
        level={level}
        state={retired === true ? "retired" : "open"}
        makes={makes}
      />
      {shown === "pick" && <Pick {...{ stage, level }} onClose={() => setShown(undefined)} />}
      {shown === "gather" && <Gather {...{ path, level }} onClose={() => setShown(undefined)} />}
    </>
  );
}
