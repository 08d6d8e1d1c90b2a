import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { RadioGroup, TextField } from "~/ui/field";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";
import { stay } from "../data/stay";
import { useProjectId } from "../frame/queries";
import { type Hit, hitQuery, hitsKey, readHits } from "./noticing";
import { Saw } from "./saw";
import "../confidence/confidence.css";

/** What was noticed of people's work: what waits to be settled, and what was; or one of it. */
export function Hits() {
  const { hit } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const [asked, setAsked] = useState<Hit>();
  return (
    <>
      {hit === undefined ? <All onSettle={setAsked} /> : <Only id={hit} onSettle={setAsked} />}
      {asked !== undefined && <Settle hit={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

type Settling = { onSettle: (hit: Hit) => void };

function All({ onSettle }: Settling) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const projectId = useProjectId();
  const go = useNavigate();
  const { hits: state = "open", stage } = useSearch({
    from: "/inside/projects/$projectId/quality",
  });
  const list = usePaged([...hitsKey(projectId), state], readHits(projectId, state));
  const rows = rowsOf(list);
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
        <div>
          {rows.map((hit) => (
            <One key={hit.id} hit={hit} onSettle={() => onSettle(hit)} />
          ))}
        </div>
      </ListFrame>
    </>
  );
}

/** The one that an address names. */
function Only({ id, onSettle }: Settling & { id: number }) {
  const { t } = useTranslation("confidence");
  const projectId = useProjectId();
  const { stage } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const found = useQuery(hitQuery(projectId, id));
  const hit = found.data;
  return (
    <>
      <PageTitle
        name={t("tabs.hits")}
        aside={
          <LinkButton
            to="/projects/$projectId/quality"
            params={{ projectId: String(projectId) }}
            search={{ tab: "hits", stage }}
            look="line"
          >
            {t("hit.all")}
          </LinkButton>
        }
      >
        {hit === undefined
          ? t("tabs.hits")
          : hit === null
            ? t("hit.gone")
            : t(hit.outcome === null ? "hit.one" : "hit.one_settled")}
      </PageTitle>
      <Fault error={found.error} retry={() => found.refetch()} />
      {found.isPending && <Skeleton lines={3} />}
      {hit != null && <One hit={hit} onSettle={() => onSettle(hit)} />}
    </>
  );
}

function One({ hit, onSettle }: { hit: Hit; onSettle: () => void }) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { ago, full } = useFormat();
  const open = hit.outcome === null;
  const level = t(`trusted:level.${hit.level as 0 | 1 | 2}`);
  return (
    <article className="cf-hit">
      <div className="row between wrap">
        <h2 className="title break">
          {hit.pseudonym} · {t(`rule.collector.${hit.collector}`)}
        </h2>
        {hit.outcome !== "lifted" && hit.may_settle && (
          <Button look="line" onPress={onSettle}>
            {t(open ? "hit.settle" : "hit.lift")}
          </Button>
        )}
      </div>
      <p className="label t3 break" title={full(hit.noticed_at)}>
        {[hit.rule ?? t("hit.no_rule"), hit.stage, level, ago(hit.noticed_at)].join(" · ")}
      </p>
      <p>
        <Saw collector={hit.collector} evidence={hit.evidence} /> {t(`hit.so.${hit.action}`)}
      </p>
      <Said by={t("hit.reply")}>
        {hit.reply ?? <span className="t3">{t("hit.no_reply")}</span>}
      </Said>
      {hit.outcome !== null && <Said by={t(`hit.was.${hit.outcome}`)}>{hit.answer}</Said>}
      {open && !hit.may_settle && <p className="hint">{t("hit.own")}</p>}
    </article>
  );
}

/** What somebody wrote, in his lines. */
function Said({ by, children }: { by: string; children: ReactNode }) {
  return (
    <div className="cf-said">
      <h3 className="label t2">{by}</h3>
      <p className="break">{children}</p>
    </div>
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
    await Promise.all([
      client.invalidateQueries({ queryKey: hitsKey(hit.project_id) }),
      client.invalidateQueries({ queryKey: ["project", hit.project_id, "trust"] }),
    ]);
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
