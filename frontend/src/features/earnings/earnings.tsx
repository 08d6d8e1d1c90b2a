import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { daysQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { useNarrow } from "~/ui/narrow";
import { Days } from "./days";
import { Entries } from "./entries";
import { daysOf, isAny, moved, sumOf, thisMonth } from "./month";
import { Payments } from "./payments";
import type { Search } from "./search";
import { Slip } from "./slip";
import { Standing } from "./standing";
import { useMonthName } from "./words";
import "./earnings.css";

/** Where one's money is, what one earned in a month by day and project, what was paid, and each
 * entry of the ledger. */
export function Earnings() {
  const { t } = useTranslation("earnings");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const nameOf = useMonthName();
  const narrow = useNarrow(1000);
  const search: Search = useSearch({ strict: false });
  const month = search.month ?? thisMonth();
  const days = daysOf(month);
  const rows = useQuery(
    daysQuery({
      since: days[0] ?? "",
      until: days.at(-1) ?? "",
      project_id: search.project,
    }),
  );
  const totals = useQuery({
    queryKey: ["me", "earnings", "projects"],
    queryFn: () => must(api.GET("/api/v1/me/earnings")),
  });
  const sum = sumOf(rows.data ?? []);
  const made = sum.earned + sum.pending;
  const said =
    rows.data === undefined
      ? common("nav.earnings")
      : made > 0
        ? t("title", { month: nameOf(month), won: number(made) })
        : t("title_zero", { month: nameOf(month) });
  return (
    <div className="pay-two">
      <div>
        <Standing totals={totals.data} otherwise={said} />
        <section className="sec">
          <Bar search={search} month={month} totals={totals.data ?? []} />
          {made > 0 && (
            <p className="t2 mb-3">
              {said}. {t("hint")}{" "}
              {sum.rejected > 0 && t("hint_rejected", { won: number(sum.rejected) })}
            </p>
          )}
          <Fault error={rows.error} retry={() => rows.refetch()} />
          {rows.isPending && <Skeleton lines={4} />}
          {rows.data !== undefined && !isAny(sum) && <p className="t3">{t("no_days")}</p>}
          {isAny(sum) && (
            <Days month={month} rows={rows.data ?? []} table={search.view === "table"} />
          )}
        </section>
        {narrow && rows.data !== undefined && (
          <div className="sec">
            <Slip month={month} rows={rows.data} />
          </div>
        )}
        <Payments />
        {!rows.isError && <Entries project={search.project} />}
      </div>
      {!narrow && (
        <aside>{rows.data !== undefined && <Slip month={month} rows={rows.data} />}</aside>
      )}
    </div>
  );
}

/** Which month, which project. */
function Bar({
  search,
  month,
  totals,
}: {
  search: Search;
  month: string;
  totals: readonly Schema<"EarningOut">[];
}) {
  const { t } = useTranslation("earnings");
  const go = useNavigate();
  const nameOf = useMonthName();
  const set = (change: Partial<Search>) =>
    go({ to: "/earnings", search: { ...search, ...change }, replace: true });
  return (
    <div className="pay-bar">
      <Button
        look="ghost"
        square
        aria-label={t("month_before")}
        onPress={() => set({ month: moved(month, -1) })}
      >
        <Icon of={ChevronLeft} />
      </Button>
      <h2 className="title" aria-live="polite">
        {nameOf(month)}
      </h2>
      <Button
        look="ghost"
        square
        aria-label={t("month_after")}
        isDisabled={month >= thisMonth()}
        onPress={() => set({ month: moved(month, 1) })}
      >
        <Icon of={ChevronRight} />
      </Button>
      {(totals.length > 1 || search.project !== undefined) && (
        <Select
          label={t("project")}
          value={String(search.project ?? "all")}
          onChange={(key) => set({ project: key === "all" ? undefined : Number(key) })}
          options={[
            { id: "all", name: t("all_projects") },
            ...totals.map((one) => ({ id: String(one.project_id), name: one.project })),
          ]}
        />
      )}
    </div>
  );
}
