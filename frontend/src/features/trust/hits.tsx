import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellOff, ChevronRight, CircleCheck, CircleDot, Clock, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Hit, hitsQuery } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import "./trust.css";

const STATE = {
  open: [CircleDot, "warn"],
  replied: [Clock, ""],
  kept: [Minus, "off"],
  lifted: [CircleCheck, "ok"],
} as const;

/** How it stands with what was noticed. */
export function HitMark({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const state = hit.outcome ?? (hit.replied_at === null ? "open" : "replied");
  const [icon, tone] = STATE[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`hit_state.${state}`)}
    </Mark>
  );
}

/** Everything that rules have noticed of one's work, the newest first. */
export function Hits() {
  const { t } = useTranslation("trusted");
  const { number } = useFormat();
  const list = useInfiniteQuery(hitsQuery);
  const rows = rowsOf(list);
  const open = rows.filter((hit) => hit.outcome === null && hit.replied_at === null).length;
  return (
    <div className="tr">
      <PageTitle
        name={t("hits")}
        aside={
          <LinkButton to="/trust" look="line">
            {t("to_trust")}
          </LinkButton>
        }
      >
        {list.data === undefined
          ? t("hits")
          : open > 0
            ? t("hits_title", { n: number(open) })
            : t(rows.length === 0 ? "hits_title_none" : "hits_title_all")}
      </PageTitle>
      <p className="t2 mb-4">{t("hits_what")}</p>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={4} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={BellOff} title={t("hits_title_none")}>
          <p>{t("hits_none")}</p>
        </Empty>
      )}
      <ul className="list">
        {rows.map((hit) => (
          <li key={hit.id}>
            <Row hit={hit} />
          </li>
        ))}
      </ul>
      <More list={list} />
    </div>
  );
}

function Row({ hit }: { hit: Hit }) {
  const { t } = useTranslation("trusted");
  const { ago } = useFormat();
  return (
    <Link to="/noticed/$hitId" params={{ hitId: String(hit.id) }} className="tr-hit">
      <span>
        <b className="block">{t(`collector.${hit.collector}`)}</b>
        <span className="label t3">
          {hit.project} · {hit.stage} · {ago(hit.noticed_at)}
        </span>
      </span>
      <HitMark hit={hit} />
      <Icon of={ChevronRight} className="t3" />
    </Link>
  );
}
