import { useQueryClient } from "@tanstack/react-query";
import { Gem } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { shortName } from "../data/grid";
import { Shot } from "../data/shot";
import type { Stage } from "../frame/queries";
import { DOUBTED, ENOUGH, type Gold, goldsKey, type Level, readGolds, type State } from "./queries";
import { See } from "./see";

type Props = { stage: Stage; level: Level; state: State; makes: boolean };

/** The known answers of a level, what people made of each, and taking one out. */
export function GoldList({ stage, level, state, makes }: Props) {
  const { t } = useTranslation("golds");
  const client = useQueryClient();
  const path = { project_id: stage.project_id, stage_id: stage.id };
  const list = usePaged([...goldsKey(path), level, state], readGolds(path, level, state));
  const [seen, setSeen] = useState<Gold>();
  const [asked, setAsked] = useState<Gold>();
  const retire = async (gold: Gold) => {
    await must(
      api.POST("/api/v1/projects/{project_id}/golds/{gold_id}/retire", {
        params: { path: { project_id: stage.project_id, gold_id: gold.id } },
      }),
    );
    toast(t("retired"));
    await client.invalidateQueries({ queryKey: goldsKey(path) });
  };
  return (
    <>
      <ListFrame
        list={list}
        none={
          <Empty icon={Gem}>
            <p>{t(state === "open" ? "none" : "none_retired")}</p>
          </Empty>
        }
      >
        <ul className="list" aria-label={t("name")}>
          {rowsOf(list).map((gold) => (
            <li key={gold.id} className="gold">
              <Shot
                url={gold.item.picture}
                excerpt={gold.item.excerpt}
                type={gold.item.media_type}
                className="gold-shot"
              />
              <About gold={gold} />
              <span className="row g8">
                <Button
                  look="line"
                  aria-label={t("see_of", { name: gold.item.name })}
                  onPress={() => setSeen(gold)}
                >
                  {t("see")}
                </Button>
                {makes && gold.retired_at === null && (
                  <Button
                    look="ghost"
                    aria-label={t("retire_of", { name: gold.item.name })}
                    onPress={() => setAsked(gold)}
                  >
                    {t("retire")}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      </ListFrame>
      {seen !== undefined && <See stage={stage} gold={seen} onClose={() => setSeen(undefined)} />}
      {asked !== undefined && (
        <Confirm
          title={t("retire_title")}
          open
          onClose={() => setAsked(undefined)}
          act={() => retire(asked)}
          word={t("retire")}
          danger
        >
          <p className="break">{shortName(asked.item.name)}</p>
          <p>{t("retire_means")}</p>
        </Confirm>
      )}
    </>
  );
}

/** How it came to be known, and how many were right of those who had it. */
function About({ gold }: { gold: Gold }) {
  const { t } = useTranslation(["golds", "common"]);
  const { number, percent, day } = useFormat();
  const share = gold.given === 0 ? null : gold.right / gold.given;
  const doubted = share !== null && gold.given >= ENOUGH && share < DOUBTED;
  return (
    <div className="col g4 grow">
      <b className="clip">{shortName(gold.item.name)}</b>
      <p className="label t3">
        {[
          t(`source.${gold.source}`),
          ...(gold.verdict === null
            ? []
            : [t("deserves", { verdict: t(`common:verdict.${gold.verdict}`) })]),
          gold.retired_at === null
            ? t("made_at", { at: day(gold.created_at) })
            : t("retired_at", { at: day(gold.retired_at) }),
        ].join(" · ")}
      </p>
      <p>
        {share === null
          ? t("given_none")
          : t("given", {
              given: number(gold.given),
              right: number(gold.right),
              share: percent(share),
            })}
      </p>
      {doubted && <p className="label c-warn">{t("doubted")}</p>}
      {gold.note !== "" && <p className="label t2 gold-note">{gold.note}</p>}
    </div>
  );
}
