import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { ChevronRight, Lock } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "~/api/live";
import { useMe } from "~/api/session";
import { DeskShell } from "~/shell/desk-shell";
import { Empty, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { pageAt } from "./pages";
import { type Project, useProject } from "./queries";
import { ListSide, ProjectSide } from "./side";
import { Standing } from "./standing";
import "../projects.css";

/** Whether somebody manages this project, or keeps its organisation's books. */
function useManages(project: Project): boolean {
  const me = useMe();
  return (
    me.projects.some((one) => one.id === project.id && one.roles.includes("manager")) ||
    me.organisations.some(
      (one) =>
        one.id === project.organisation_id &&
        (one.roles.includes("administrator") || one.roles.includes("finance")),
    )
  );
}

/** The frame around the pages of one project. */
export function ProjectFrame() {
  const { t } = useTranslation("projects");
  const project = useProject();
  const manages = useManages(project);
  useLive(project.id, manages);
  const here = pageAt(useLocation().pathname);
  const params = { projectId: String(project.id) };
  return (
    <DeskShell
      side={<ProjectSide project={project} />}
      crumbs={
        <>
          <Link to="/projects/$projectId" params={params} className="clip desk-only">
            {project.name}
          </Link>
          <Icon of={ChevronRight} size={14} className="desk-only" />
          <b>{t(`pages.${here.word}`)}</b>
          {manages && <Standing project={project} />}
        </>
      }
    >
      {manages ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <Outlet />
        </Suspense>
      ) : (
        <Empty icon={Lock} title={t("not_yours")}>
          <p>{t("not_yours_hint")}</p>
        </Empty>
      )}
    </DeskShell>
  );
}

/** The frame around the list of projects and the way to a new one. */
export function ProjectsFrame() {
  const { t } = useTranslation("projects");
  const { pathname } = useLocation();
  return (
    <DeskShell
      side={<ListSide />}
      crumbs={<b>{pathname === "/projects/new" ? t("new") : t("projects")}</b>}
    >
      <Suspense fallback={<Skeleton lines={8} />}>
        <Outlet />
      </Suspense>
    </DeskShell>
  );
}
