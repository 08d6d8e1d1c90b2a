import { skipToken, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, FolderKanban, Plus } from "lucide-react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { type Counts, liveKeys } from "~/api/live";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { PAGES } from "./pages";
import type { Project } from "./queries";

const NEAR = 12; // projects in the switcher; the list has all of them

/** The project's name; pressed, it leads to another project. */
function Switcher({ project }: { project: Project }) {
  const { t } = useTranslation("projects");
  const go = useNavigate();
  const { data } = useQuery({
    queryKey: ["projects", "switcher"],
    queryFn: () => must(api.GET("/api/v1/projects", { params: { query: { limit: NEAR } } })),
  });
  const others = (data?.items ?? []).filter((one) => one.id !== project.id);
  const acts = [
    ...others.map((one) => ({
      id: String(one.id),
      word: one.name,
      act: () => go({ to: "/projects/$projectId", params: { projectId: String(one.id) } }),
    })),
    { id: "all", word: t("all_projects"), icon: FolderKanban, act: () => go({ to: "/projects" }) },
    { id: "new", word: t("new"), icon: Plus, act: () => go({ to: "/projects/new" }) },
  ];
  return (
    <Menu acts={acts} label={t("switch")}>
      <Button className="sw project-switch">
        <span className="grow clip">{project.name}</span>
        <Icon of={ChevronsUpDown} size={16} />
      </Button>
    </Menu>
  );
}

/** The side bar of one project. */
export function ProjectSide({
  project,
  only,
}: {
  project: Project;
  /** The one page that is there for who manages nothing. */
  only?: "data" | undefined;
}) {
  const { t } = useTranslation("projects");
  const { number } = useFormat();
  const params = { projectId: String(project.id) };
  // Told by the project's stream; nothing asks for it.
  const counts = useQuery<Counts>({
    queryKey: liveKeys.counts(project.id),
    queryFn: skipToken,
  }).data;
  const items = counts?.items.total;
  return (
    <>
      <Switcher project={project} />
      {PAGES.filter((page) => only === undefined || page.word === only).map((page) => (
        <Link
          key={page.word}
          to={page.to}
          params={params}
          activeOptions={{ exact: page.word === "overview" }}
        >
          <Icon of={page.icon} size={16} />
          {t(`pages.${page.word}`)}
          {page.word === "data" && items !== undefined && (
            <span className="count">{number(items)}</span>
          )}
        </Link>
      ))}
    </>
  );
}

/** The side bar of the pages above single projects. */
export function ListSide() {
  const { t } = useTranslation("projects");
  return (
    <>
      <Link to="/projects" activeOptions={{ exact: true }}>
        <Icon of={FolderKanban} size={16} />
        {t("projects")}
      </Link>
      <Link to="/projects/new">
        <Icon of={Plus} size={16} />
        {t("new")}
      </Link>
    </>
  );
}
