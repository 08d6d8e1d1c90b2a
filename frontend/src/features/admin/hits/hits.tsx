import { useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Empty } from "~/ui/fault";
import { type Hit, HitCard } from "~/ui/hits/hit";
import { SettleHit } from "~/ui/hits/settle";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame, usePaged } from "~/ui/table";

const STATES = ["open", "settled"] as const;

/** The arbiter's desk for what was noticed of people's work, in all projects of his organisations. */
export function ArbiterHits() {
  const { t } = useTranslation(["confidence", "admin"]);
  const { settled } = useSearch({ from: "/inside/admin/hits" });
  const go = useNavigate({ from: "/admin/hits" });
  const [asked, setAsked] = useState<Hit>();
  const state = settled ? "settled" : "open";
  const list = usePaged(["admin", "hits", state], (after) =>
    must(api.GET("/api/v1/hits", { params: { query: { after, limit: 20, state } } })),
  );
  const rows = rowsOf(list);
  const n = `${rows.length}${list.hasNextPage ? "+" : ""}`;
  const title = !list.isSuccess
    ? t("admin:pages.hits")
    : settled
      ? t("hit.title_settled")
      : rows.length === 0
        ? t("hit.title_none")
        : t("hit.title", { n });
  return (
    <>
      <PageTitle name={t("admin:pages.hits")}>{title}</PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("hit.state")}
          parts={STATES.map((id) => ({ id, word: t(`hit.${id}`) }))}
          chosen={state}
          onChoose={(id) => go({ search: { settled: id === "settled" ? true : undefined } })}
        />
      </div>
      <ListFrame
        list={list}
        none={
          <Empty icon={BellOff}>
            <p>{t(settled ? "hit.none_settled" : "hit.none")}</p>
          </Empty>
        }
      >
        <div>
          {rows.map((hit) => (
            <HitCard key={hit.id} hit={hit} where onSettle={() => setAsked(hit)} />
          ))}
        </div>
      </ListFrame>
      {asked !== undefined && <SettleHit hit={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
