import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";
import { stay } from "../data/stay";
import { useProjectId } from "../frame/queries";
import { type Hit, hitsKey, readHits } from "./noticing";
import { Saw } from "./saw";

/** What rules noticed of people's work: what waits to be settled, and what was. */
export function Hits() {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const projectId = useProjectId();
  const go = useNavigate();
  const { hits: state = "open", stage } = useSearch({
    from: "/inside/projects/$projectId/quality",
  });
  const list = usePaged([...hitsKey(projectId), state], readHits(projectId, state));
  const rows = rowsOf(list);
  const [asked, setAsked] = useState<Hit>();
  return (
    <>
      <PageTitle name={t("tabs.hits")}>
        {!list.isSuccess
          ? t("tabs.hits")
          : state === "settled"
            ? t("hit.title_settled")
            : rows.length === 0
              ? t("hit.title_none")
              : t("hit.title", { n: `${number(rows.length)}${list.hasNextPage ? "+" : ""}` })}
      </PageTitle>
      <Chips
        label={t("hit.state")}
        parts={(["open", "settled"] as const).map((id) => ({ id, word: t(`hit.${id}`) }))}
        chosen={state}
        onChoose={(id) =>
          go({
            to: "/projects/$projectId/quality",
            params: { projectId: String(projectId) },
            search: { tab: "hits", stage, hits: id === "settled" ? id : undefined },
          })
        }
      />
      <ListFrame
        list={list}
        none={
          <Empty icon={BellOff}>
            <p>{t(state === "open" ? "hit.none" : "hit.none_settled")}</p>
          </Empty>
        }
      >
        {rows.map((hit) => (
          <One key={hit.id} hit={hit} onSettle={() => setAsked(hit)} />
        ))}
      </ListFrame>
      {asked !== undefined && <Settle hit={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function One({ hit, onSettle }: { hit: Hit; onSettle: () => void }) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { ago, number } = useFormat();
  const work = (hit.evidence.work as number[] | undefined) ?? [];
  return (
    <article className="cf-part mt-4">
      <div className="row between wrap">
        <h2 className="title break">
          {hit.pseudonym} · {t(`rule.collector.${hit.collector}`)}
        </h2>
        {hit.outcome !== null && <b>{t(`hit.${hit.outcome}`)}</b>}
      </div>
      <p className="label t3 break">
        {hit.rule} · {hit.stage} · {t(`trusted:level.${hit.level as 0 | 1 | 2}`)} ·{" "}
        {t(`rule.does.${hit.action}`)} · {ago(hit.noticed_at)}
      </p>
      <p>
        <Saw collector={hit.collector} evidence={hit.evidence} />
      </p>
      {work.length > 0 && (
        <p className="label t3 break">
          {t("hit.works", { list: work.map((id) => number(id)).join(" · ") })}
        </p>
      )}
      <div>
        <h3 className="label t2">{t("hit.reply")}</h3>
        <p className="break">{hit.reply ?? t("hit.no_reply")}</p>
      </div>
      {hit.answer !== null && (
        <div>
          <h3 className="label t2">{t("hit.answer")}</h3>
          <p className="break">{hit.answer}</p>
        </div>
      )}
      {hit.outcome !== "lifted" &&
        (hit.may_settle ? (
          <div className="row">
            <Button look="line" onPress={onSettle}>
              {t(hit.outcome === null ? "hit.settle" : "hit.lift")}
            </Button>
          </div>
        ) : (
          <p className="hint">{t("hit.own")}</p>
        ))}
    </article>
  );
}

/** Keeps or lifts it, and says why. What was kept can only be lifted. */
function Settle({ hit, onClose }: { hit: Hit; onClose: () => void }) {
  const { t } = useTranslation("confidence");
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<"kept" | "lifted">("lifted");
  const [answer, setAnswer] = useState("");
  const [tried, setTried] = useState(false);
  const missing = answer.trim() === "";
  const settle = async () => {
    setTried(true);
    if (missing) return stay();
    await must(
      api.POST("/api/v1/projects/{project_id}/hits/{hit_id}/settle", {
        params: { path: { project_id: hit.project_id, hit_id: hit.id } },
        body: { outcome, answer: answer.trim() },
      }),
    );
    await client.invalidateQueries({ queryKey: hitsKey(hit.project_id) });
  };
  const open = hit.outcome === null ? (["kept", "lifted"] as const) : (["lifted"] as const);
  return (
    <Confirm title={t("hit.settle")} open onClose={onClose} act={settle} word={t("hit.settle")}>
      <RadioGroup
        label={t("hit.outcome")}
        options={open.map((id) => ({ id, name: t(`hit.${id}`), detail: t(`hit.${id}_detail`) }))}
        value={outcome}
        onChange={(id) => setOutcome(id as "kept" | "lifted")}
      />
      <TextField
        label={t("hit.answer")}
        hint={t("hit.answer_hint")}
        rows={3}
        maxLength={4000}
        value={answer}
        onChange={setAnswer}
        error={tried && missing ? t("hit.answer_fault") : undefined}
      />
    </Confirm>
  );
}
