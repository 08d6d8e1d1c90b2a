import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import {
  FolderKanban,
  GraduationCap,
  House,
  LayoutList,
  type LucideIcon,
  MonitorCog,
  ScanSearch,
  SquareCheckBig,
  Wallet,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive } from "~/api/live";
import { homes, useMe } from "~/api/session";
import { todayQuery } from "~/api/worker";
import { Icon } from "~/ui/icons";
import { Bell } from "./bell";
import { Logo } from "./logo";
import { OfflineLine } from "./offline";
import { PersonMenu } from "./person-menu";
import { Skip } from "./skip";
import "./shell.css";

type Way = {
  to: "/" | "/work" | "/my-work" | "/earnings" | "/learn" | "/review" | "/projects" | "/admin";
  word: "home" | "market" | "mywork" | "earnings" | "learn" | "review" | "projects" | "admin";
  icon: LucideIcon;
};
const WORK: readonly Way[] = [
  { to: "/", word: "home", icon: House },
  { to: "/work", word: "market", icon: LayoutList },
  { to: "/my-work", word: "mywork", icon: SquareCheckBig },
  { to: "/earnings", word: "earnings", icon: Wallet },
  { to: "/learn", word: "learn", icon: GraduationCap },
];
const REVIEW: Way = { to: "/review", word: "review", icon: ScanSearch };
const MANAGE: Way = { to: "/projects", word: "projects", icon: FolderKanban };
const OPERATE: Way = { to: "/admin", word: "admin", icon: MonitorCog };

/** The tabs of somebody: a worker's; else those of what he is, and his earnings. */
function useWays(): readonly Way[] {
  const has = homes(useMe());
  if (has.work) return has.review ? [...WORK, REVIEW] : WORK;
  const others: Way[] = [];
  if (has.review)
    others.push(
      REVIEW,
      { to: "/earnings", word: "earnings", icon: Wallet },
      { to: "/learn", word: "learn", icon: GraduationCap },
    );
  if (has.manage) others.push(MANAGE);
  if (has.operate) others.push(OPERATE);
  return others;
}

/** The frame of a worker's pages: a bar above on a desk, tabs below on a phone. */
export function WorkerShell() {
  const { t } = useTranslation();
  const ways = useWays();
  useLive("me");
  return (
    <div data-density="comfortable">
      <Skip />
      <header className="tn">
        <div>
          <Logo />
          <nav aria-label={t("nav.main")}>
            {ways.map((way) => (
              <Tab key={way.to} way={way} />
            ))}
          </nav>
          <span className="grow" />
          <Bell />
          <PersonMenu />
        </div>
      </header>
      <OfflineLine />
      <main id="content" className="pagew" tabIndex={-1}>
        <Outlet />
      </main>
      <nav className="tabbar" aria-label={t("nav.main")}>
        {ways.map((way) => (
          <Tab key={way.to} way={way} below />
        ))}
      </nav>
    </div>
  );
}

/** One tab; that of one's work counts what came back. */
function Tab({ way, below = false }: { way: Way; below?: boolean }) {
  const { t } = useTranslation();
  const today = useQuery({ ...todayQuery, enabled: way.to === "/my-work" });
  const n = way.to === "/my-work" ? (today.data?.rework ?? 0) : 0;
  return (
    <Link
      to={way.to}
      activeOptions={{ exact: way.to === "/", includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      {below && <Icon of={way.icon} size={24} />}
      {t(`nav.${way.word}`)}
      {n > 0 && (
        <span className={below ? "count hot" : "count"}>
          <span aria-hidden="true">{n > 99 ? "99+" : n}</span>
          <span className="sr-only">{t("nav.rework_n", { n })}</span>
        </span>
      )}
    </Link>
  );
}
