import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Saw } from "./saw";
import "./hits.css";

export type Hit = Schema<"HitOut">;

/** What was noticed of somebody, what he says of it, and what was settled; `where`: in which project. */
export function HitCard({
  hit,
  where = false,
  onSettle,
}: {
  hit: Hit;
  where?: boolean;
  onSettle: () => void;
}) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { ago, full } = useFormat();
  const open = hit.outcome === null;
  const level = t(`trusted:level.${hit.level as 0 | 1 | 2}`);
  return (
    <article className="hit-card">
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
        {[
          ...(where ? [hit.project] : []),
          hit.rule ?? t("hit.no_rule"),
          hit.stage,
          level,
          ago(hit.noticed_at),
        ].join(" · ")}
      </p>
      <p>
        <Saw collector={hit.collector} evidence={hit.evidence} /> {t(`hit.so.${hit.action}`)}
      </p>
      {hit.seen_in !== null && <SeenIn hit={hit} linked={!where} />}
      <Said by={t("hit.reply")}>
        {hit.reply ?? <span className="t3">{t("hit.no_reply")}</span>}
      </Said>
      {hit.outcome !== null && <Said by={t(`hit.was.${hit.outcome}`)}>{hit.answer}</Said>}
      {open && !hit.may_settle && <p className="hint">{t("hit.own")}</p>}
    </article>
  );
}

/** The items that it was seen in: who is on the team opens them. */
function SeenIn({ hit, linked }: { hit: Hit; linked: boolean }) {
  const { t } = useTranslation("confidence");
  return (
    <p className="label t2 break">
      {t("hit.seen_in")}:{" "}
      {hit.seen_in?.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          {linked ? (
            <Link
              to="/projects/$projectId/data/$itemId"
              params={{ projectId: String(hit.project_id), itemId: String(id) }}
              className="link"
            >
              {name}
            </Link>
          ) : (
            name
          )}
        </span>
      ))}
    </p>
  );
}

/** What somebody wrote, in his lines. */
function Said({ by, children }: { by: string; children: ReactNode }) {
  return (
    <div className="hit-said">
      <h3 className="label t2">{by}</h3>
      <p className="break">{children}</p>
    </div>
  );
}
