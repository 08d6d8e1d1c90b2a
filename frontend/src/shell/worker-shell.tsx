import { Link, Outlet } from "@tanstack/react-router";
import {
  House,
  LayoutList,
  type LucideIcon,
  ScanSearch,
  SquareCheckBig,
  Wallet,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { homes, useMe } from "~/api/session";
import { Icon } from "~/ui/icons";
import { Bell } from "./bell";
import { Logo } from "./logo";
import { PersonMenu } from "./person-menu";
import { Skip } from "./skip";

type Way = {
  to: "/" | "/work" | "/my-work" | "/earnings" | "/review";
  word: "home" | "market" | "mywork" | "earnings" | "review";
  icon: LucideIcon;
};
const WAYS: readonly Way[] = [
  { to: "/", word: "home", icon: House },
  { to: "/work", word: "market", icon: LayoutList },
  { to: "/my-work", word: "mywork", icon: SquareCheckBig },
  { to: "/earnings", word: "earnings", icon: Wallet },
];
const INSPECT: Way = { to: "/review", word: "review", icon: ScanSearch };

/** The frame of a worker's pages: a bar above on a desk, tabs below on a phone. */
export function WorkerShell() {
  const { t } = useTranslation();
  const me = useMe();
  const ways = homes(me).review ? [...WAYS, INSPECT] : WAYS;
  return (
    <div data-density="comfortable">
      <Skip />
      <header className="tn">
        <div>
          <Logo />
          <nav aria-label={t("nav.main")}>
            {ways.map((way) => (
              <Link key={way.to} to={way.to} activeOptions={{ exact: way.to === "/" }}>
                {t(`nav.${way.word}`)}
              </Link>
            ))}
          </nav>
          <span className="grow" />
          <Bell />
          <PersonMenu />
        </div>
      </header>
      <main id="content" className="pagew">
        <Outlet />
      </main>
      <nav className="tabbar" aria-label={t("nav.main")}>
        {ways.map((way) => (
          <Link key={way.to} to={way.to} activeOptions={{ exact: way.to === "/" }}>
            <Icon of={way.icon} size={24} />
            {t(`nav.${way.word}`)}
          </Link>
        ))}
      </nav>
    </div>
  );
}
