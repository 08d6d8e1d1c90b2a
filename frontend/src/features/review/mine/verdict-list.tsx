import { useInfiniteQuery } from "@tanstack/react-query";
import { File, FileText, ScanSearch } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { More, rowsOf } from "~/ui/page";
import { Segments } from "~/ui/segments";
import { verdictsQuery } from "../queries";
import { VerdictMark } from "../verdict-mark";
import { History } from "./history";
import { Outcome } from "./outcome";

type Row = Schema<"WorkRow">;

/** Own verdicts, the newest first, each with what the second level made of it. */
export function VerdictList({ level, onLevel }: { level: 1 | 2; onLevel: (level: 1 | 2) => void }) {
  const { t } = useTranslation("review");
  const list = useInfiniteQuery(verdictsQuery(level));
  const [shown, setShown] = useState<Row | null>(null);
  const rows = rowsOf(list);
  return (
    <section className="rv-verdicts">
      <div className="row between wrap">
        <h2 className="title">{t("my_verdicts")}</h2>
        <Segments
          label={t("level")}
          parts={[
            { id: "1", word: t("level_1") },
            { id: "2", word: t("level_2") },
          ]}
          chosen={level === 2 ? "2" : "1"}
          onChoose={(next) => onLevel(next === "2" ? 2 : 1)}
        />
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={5} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={ScanSearch} title={t("no_verdicts")}>
          <p>{t("no_verdicts_hint")}</p>
          <LinkButton look="line" to="/review">
            {t("to_queues")}
          </LinkButton>
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className="list tight" aria-label={t("my_verdicts")}>
          {rows.map((row) => (
            <VerdictRow key={row.id} row={row} onOpen={() => setShown(row)} />
          ))}
        </ul>
      )}
      <More list={list} />
      <History row={shown} onClose={() => setShown(null)} />
    </section>
  );
}

function VerdictRow({ row, onOpen }: { row: Row; onOpen: () => void }) {
  const { t } = useTranslation("review");
  const { ago, full } = useFormat();
  return (
    <li>
      <span className="thumb">
        {row.thumbnail_url ? (
          <img src={row.thumbnail_url} alt="" loading="lazy" />
        ) : (
          <Icon of={row.excerpt === null ? File : FileText} />
        )}
      </span>
      <span className="grow">
        <b className="clip block">{row.excerpt ?? row.item}</b>
        <span className="label t3 clip block">
          {row.project} · {row.stage}
        </span>
      </span>
      <span className="rv-row-verdict">{row.verdict && <VerdictMark verdict={row.verdict} />}</span>
      <span className="col rv-row-end">
        <Outcome row={row} />
        <span className="label t3 nowrap" title={full(row.reserved_at)}>
          {ago(row.reserved_at)} · <Money won={row.price} />
        </span>
      </span>
      <Button look="ghost" onPress={onOpen} aria-label={t("see_history_of", { item: row.item })}>
        {t("see_history")}
      </Button>
    </li>
  );
}
