import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { SuspensionMark } from "~/ui/fair/suspension-mark";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { suspensionsQuery } from "./queries";
import "./fair.css";

/** Every suspension that was proposed about oneself, the newest first. */
export function MySuspensions() {
  const { t } = useTranslation("fair");
  const { number, ago } = useFormat();
  const list = useInfiniteQuery(suspensionsQuery);
  const rows = rowsOf(list);
  return (
    <div className="fair-list">
      <PageTitle name={t("mine.name")}>
        {!list.isSuccess
          ? t("mine.name")
          : rows.length === 0
            ? t("mine.title_none")
            : t("mine.title", { n: number(rows.length) })}
      </PageTitle>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={3} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={ShieldCheck}>
          <p>{t("mine.none_hint")}</p>
        </Empty>
      )}
      <ul className="list">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to="/suspensions/$suspensionId"
              params={{ suspensionId: String(row.id) }}
              className="fair-row"
            >
              <span className="grow">
                <b className="block">{row.project}</b>
                <span className="label t3">{ago(row.proposed_at)}</span>
              </span>
              <SuspensionMark state={row.state} />
              <Icon of={ChevronRight} className="t3" />
            </Link>
          </li>
        ))}
      </ul>
      <More list={list} />
    </div>
  );
}
