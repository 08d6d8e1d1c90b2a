import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { type Hit, HitCard } from "~/ui/hits/hit";
import { SettleHit } from "~/ui/hits/settle";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";
import { useProjectId } from "../frame/queries";
import { hitQuery, hitsKey, readHits } from "./noticing";

/** What was noticed of people's work: what waits to be settled, and what was; or one of it. */
export function Hits() {
  const { hit } = useSearch({ from: "/inside/projects/$projectId/quality" });
  const [asked, setAsked] = useState<Hit>();
  return (
    <>
      {hit === undefined ? <All onSettle={setAsked} /> : <Only id={hit} onSettle={setAsked} />}
      {asked !== undefined && <SettleHit hit={asked} onClose={() => setAsked(undefined)} />}
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
            <HitCard key={hit.id} hit={hit} onSettle={() => onSettle(hit)} />
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
      {hit != null && <HitCard hit={hit} onSettle={() => onSettle(hit)} />}
    </>
  );
}
