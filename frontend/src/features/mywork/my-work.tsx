import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { SquareCheckBig } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { dayOf, todayQuery, type WorkRow, workQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { WorkLine } from "~/shell/work-line";
import { LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Select } from "~/ui/field";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { type Search, SHOWN, type Shown } from "./search";
import "./mywork.css";

/** Everything one has worked on, the newest first, by day. */
export function MyWork() {
  const { t } = useTranslation("mywork");
  const { t: common } = useTranslation();
  const { number } = useFormat();
  const search: Search = useSearch({ strict: false });
  const go = useNavigate();
  const set = (change: Partial<Search>) =>
    go({ to: "/my-work", search: { ...search, ...change }, replace: true });
  const today = useQuery(todayQuery);
  const list = useInfiniteQuery(
    workQuery({
      state: search.state === undefined ? undefined : [...SHOWN[search.state]],
      project_id: search.project,
      level: 0,
    }),
  );
  const rows = rowsOf(list);
  const reworks = today.data?.rework ?? 0;
  const zero =
    list.isSuccess &&
    rows.length === 0 &&
    search.state === undefined &&
    search.project === undefined;
  const show = (id: Shown) => ({
    id,
    word: t(`show.${id}`),
    ...(id === "rework" && reworks > 0 ? { count: reworks } : {}),
  });
  return (
    <div className="mine">
      <PageTitle
        name={common("nav.mywork")}
        aside={
          <LinkButton to="/trust" look="ghost">
            {t("trust")}
          </LinkButton>
        }
      >
        {reworks > 0
          ? t("title_rework", { n: number(reworks) })
          : zero
            ? t("title_zero")
            : t("title")}
      </PageTitle>
      {reworks > 0 && <p className="t2">{t("title_rework_hint")}</p>}
      {!zero && (
        <div className="mine-bar">
          <Chips
            label={t("filter")}
            chosen={search.state ?? "all"}
            onChoose={(state) => set({ state: state === "all" ? undefined : state })}
            parts={[
              { id: "all" as const, word: t("show.all") },
              ...(Object.keys(SHOWN) as Shown[]).map(show),
            ]}
          />
          <Projects chosen={search.project} onChoose={(project) => set({ project })} />
        </div>
      )}
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty icon={SquareCheckBig} title={t(zero ? "zero_hint" : "none")}>
          {zero && (
            <LinkButton to="/work" look="primary">
              {t("to_market")}
            </LinkButton>
          )}
        </Empty>
      )}
      {byDay(rows).map(([day, some]) => (
        <section key={day}>
          <h2 className="mine-day">
            <Day day={day} />
          </h2>
          <ul className="list">
            {some.map((row) => (
              <WorkLine key={`${row.project_id}.${row.id}`} row={row} />
            ))}
          </ul>
        </section>
      ))}
      <More list={list} />
    </div>
  );
}

/** One of one's projects, where there are several. */
function Projects({
  chosen,
  onChoose,
}: {
  chosen: number | undefined;
  onChoose: (id: number | undefined) => void;
}) {
  const { t } = useTranslation("mywork");
  const me = useMe();
  const mine = me.projects.filter((project) => project.roles.includes("worker"));
  if (mine.length < 2 && chosen === undefined) return null;
  return (
    <div className="mine-project">
      <Select
        label={t("project")}
        value={String(chosen ?? "all")}
        onChange={(key) => onChoose(key === "all" ? undefined : Number(key))}
        options={[
          { id: "all", name: t("all_projects") },
          ...mine.map((project) => ({ id: String(project.id), name: project.name })),
        ]}
      />
    </div>
  );
}

/** Rows by the day on which they were begun, in the order in which they came. */
function byDay(rows: readonly WorkRow[]): [string, WorkRow[]][] {
  const days = new Map<string, WorkRow[]>();
  for (const row of rows) {
    const day = dayOf(new Date(row.reserved_at));
    const some = days.get(day);
    if (some === undefined) days.set(day, [row]);
    else some.push(row);
  }
  return [...days];
}

function Day({ day }: { day: string }) {
  const { t } = useTranslation("mywork");
  const { day: written, weekday } = useFormat();
  if (day === dayOf()) return t("today");
  if (day === dayOf(new Date(), 1)) return t("yesterday");
  const noon = `${day}T12:00:00+09:00`;
  return `${written(noon)} (${weekday(noon)})`;
}
