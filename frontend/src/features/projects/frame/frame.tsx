import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { ChevronRight, Lock } from "lucide-react";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "~/api/live";
import { DeskShell } from "~/shell/desk-shell";
import { Empty, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useKeeps, useManages } from "./manages";
import { pageAt } from "./pages";
import { useProject } from "./queries";
import { ListSide, ProjectSide } from "./side";
import { Standing } from "./standing";
import "../projects.css";

/** The frame around the pages of one project. */
export function ProjectFrame() {
  const { t } = useTranslation("projects");
  const project = useProject();
  const manages = useManages(project);
  const keeps = useKeeps(project.id);
  useLive(project.id, manages);
  const here = pageAt(useLocation().pathname);
  const params = { projectId: String(project.id) };
  // Who keeps the originals sees the data, and nothing else of the project.
  const sees = manages || (keeps && here.word === "data");
  if (!sees && keeps) return <Navigate to="/projects/$projectId/data" params={params} replace />;
  return (
    <DeskShell
      side={<ProjectSide project={project} only={manages || !keeps ? undefined : "data"} />}
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
      {sees ? (
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
