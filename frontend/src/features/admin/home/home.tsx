import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, HandCoins, type LucideIcon, Scale } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { accessOf } from "../access";
import { useChoreName } from "../chores/names";

const LOW = 0.1; // of what was paid in: then a budget is nearly gone
const SHOWN = 5;

/** What needs somebody now: stuck work, appeals that are due, budgets that run out. */
export function Home() {
  const { t } = useTranslation("admin");
  const access = accessOf(useMe());
  const stuck = useQuery({
    queryKey: ["admin", "chores", "dead"],
    enabled: access.system,
    queryFn: () =>
      must(api.GET("/api/v1/chores", { params: { query: { state: "dead", limit: SHOWN } } })),
  });
  const appeals = useQuery({
    queryKey: ["admin", "appeals", "due"],
    enabled: access.appeals,
    queryFn: () => must(api.GET("/api/v1/appeals", { params: { query: { limit: SHOWN } } })),
  });
  const budgets = useQuery({
    queryKey: ["admin", "budgets", "low"],
    enabled: access.system,
    queryFn: () => must(api.GET("/api/v1/budgets", { params: { query: { limit: 50 } } })),
  });
  const lists = [stuck, appeals, budgets];
  const waits = lists.some((list) => list.isLoading);
  const low = (budgets.data?.items ?? []).filter(
    (row) =>
      // What is set aside for work on offer is not gone.
      row.state === "open" && row.funded > 0 && row.left + row.reserved < row.funded * LOW,
  );
  const n = (stuck.data?.items.length ?? 0) + (appeals.data?.items.length ?? 0) + low.length;
  return (
    <div className="adm-narrow">
      <PageTitle name={t("pages.home")}>
        {waits ? t("pages.home") : n === 0 ? t("home.title_none") : t("home.title", { n })}
      </PageTitle>
      {waits && <Skeleton lines={4} />}
      {lists.map((list, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three lists, always the same
        <Fault key={index} error={list.error} retry={() => list.refetch()} />
      ))}
      {!waits && n === 0 && lists.every((list) => list.error === null) && (
        <Empty icon={CircleCheck} title={t("home.none")}>
          <p>{t("home.none_hint")}</p>
        </Empty>
      )}
      <Part title={t("home.appeals")} shown={(appeals.data?.items.length ?? 0) > 0}>
        {appeals.data?.items.map((row) => (
          <AppealLine key={row.id} row={row} />
        ))}
      </Part>
      <Part title={t("home.stuck")} shown={(stuck.data?.items.length ?? 0) > 0}>
        {stuck.data?.items.map((row) => (
          <StuckLine key={row.id} row={row} />
        ))}
      </Part>
      <Part title={t("home.low")} shown={low.length > 0}>
        {low.map((row) => (
          <Link key={row.project_id} to="/admin/budgets" search={{ q: row.project }}>
            <Glyph of={HandCoins} />
            <span className="grow">{row.project}</span>
            <Money won={row.left} />
          </Link>
        ))}
      </Part>
    </div>
  );
}

function Part({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  if (!shown) return null;
  return (
    <section className="sec adm-due">
      <h2 className="title">{title}</h2>
      {children}
    </section>
  );
}

const Glyph = ({ of }: { of: LucideIcon }) => <Icon of={of} size={20} className="c-warn" />;

type Appeal = {
  id: number;
  project_id: number;
  project: string;
  item: string;
  due_at: string | null;
};

function AppealLine({ row }: { row: Appeal }) {
  const { t } = useTranslation("admin");
  const { ago } = useFormat();
  return (
    <Link
      to="/admin/appeals/$projectId/$assignmentId"
      params={{ projectId: String(row.project_id), assignmentId: String(row.id) }}
    >
      <Glyph of={Scale} />
      <span className="grow">
        {row.item}
        <small className="label t3 block">{row.project}</small>
      </span>
      <span className="label t3">
        {row.due_at === null ? "" : t("appeals.due", { ago: ago(row.due_at) })}
      </span>
    </Link>
  );
}

function StuckLine({ row }: { row: { kind: string; error: string | null } }) {
  const name = useChoreName();
  return (
    <Link to="/admin/chores" search={{ state: "dead" }}>
      <Glyph of={CircleAlert} />
      <span className="grow">
        {name(row.kind)}
        <small className="label t3 block clip">{row.error}</small>
      </span>
    </Link>
  );
}
