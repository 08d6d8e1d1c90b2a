import { useNavigate, useSearch } from "@tanstack/react-router";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Empty } from "~/ui/fault";
import { type Hit, HitCard } from "~/ui/hits/hit";
import { SettleHit } from "~/ui/hits/settle";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { DeskHead } from "../parts/desk-head";

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
  return (
    <>
      <DeskHead
        name={t("admin:pages.hits")}
        list={list}
        rest={settled === true}
        which={t("hit.state")}
        words={[t("hit.open"), t("hit.settled")]}
        says={[(n) => t("hit.title", { n }), t("hit.title_none"), t("hit.title_settled")]}
        onRest={(settled) => go({ search: { settled } })}
      />
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
