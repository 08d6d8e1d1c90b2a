import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { ChevronRight, Lock } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { DeskShell } from "~/shell/desk-shell";
import { Empty, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { accessOf } from "./access";
import { GROUPS, pageAt } from "./pages";
import "./admin.css";

/** The frame around the operator's pages; who may not open one is told so. */
export function AdminFrame() {
  const { t } = useTranslation("admin");
  const access = accessOf(useMe());
  const { pathname } = useLocation();
  const here = pageAt(pathname.replace(/\/$/, ""));
  const allowed = here === undefined || here.needs === null ? true : access[here.needs];
  const inside = here !== undefined && pathname.length > here.to.length + 1;
  return (
    <DeskShell
      side={<Side />}
      crumbs={
        inside && here.to !== "/admin" ? (
          <>
            <Link to={here.to}>{t(`pages.${here.word}`)}</Link>
            <Icon of={ChevronRight} size={14} />
            <b className="clip">{t("crumb.one")}</b>
          </>
        ) : (
          <b>{t(`pages.${here?.word ?? "home"}`)}</b>
        )
      }
    >
      {allowed ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <Outlet />
        </Suspense>
      ) : (
        <>
          <PageTitle name={t("not_yours")}>{t("not_yours")}</PageTitle>
          <Empty icon={Lock} title={t("not_yours_hint")} />
        </>
      )}
    </DeskShell>
  );
}

function Side() {
  const { t } = useTranslation("admin");
  const access = accessOf(useMe());
  return GROUPS.map((group) => {
    const pages = group.pages.filter((page) => page.needs === null || access[page.needs]);
    if (pages.length === 0) return null;
    return (
      <div key={group.word ?? "first"} className="col">
        {group.word !== null && <p className="cap">{t(`groups.${group.word}`)}</p>}
        {pages.map((page) => (
          <Link key={page.word} to={page.to} activeOptions={{ exact: page.to === "/admin" }}>
            <Icon of={page.icon} size={16} />
            {t(`pages.${page.word}`)}
          </Link>
        ))}
      </div>
    );
  });
}
