import { useNavigate, useSearch } from "@tanstack/react-router";
import { FolderKanban, Plus, Search, SearchX } from "lucide-react";
import { Input, SearchField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { useSought } from "~/ui/sought";
import { ListFrame, usePaged } from "~/ui/table";
import { ProjectRows } from "./rows";

type State = Schema<"ProjectOut">["state"];
const STATES: readonly (State | "all")[] = ["all", "open", "draft", "paused", "closed"];

/** All projects that one has a part in, by state and name. */
export function Projects() {
  const { t } = useTranslation(["projects", "common"]);
  const { state, q } = useSearch({ from: "/inside/projects-frame/projects" });
  const list = usePaged(["projects", { state, q }], (after) =>
    must(api.GET("/api/v1/projects", { params: { query: { state, q, after, limit: 30 } } })),
  );
  const rows = rowsOf(list);
  const open = rows.filter((row) => row.state === "open").length;
  const filtered = state !== undefined || q !== undefined;
  const none = list.isSuccess && rows.length === 0 && !filtered;
  const title = !list.isSuccess
    ? t("projects")
    : none
      ? t("list.title_none")
      : filtered
        ? t("list.title_found")
        : open > 0
          ? t("list.title", { n: `${open}${list.hasNextPage ? "+" : ""}` })
          : t("list.title_idle");
  return (
    <>
      <PageTitle
        name={t("projects")}
        aside={
          <LinkButton to="/projects/new" look="primary" main>
            <Icon of={Plus} />
            {t("new")}
          </LinkButton>
        }
      >
        {title}
      </PageTitle>
      {!none && <Filters state={state} q={q} />}
      <ListFrame
        list={list}
        none={
          filtered ? (
            <Empty icon={SearchX} title={t("list.nothing")}>
              <LinkButton to="/projects" look="line">
                {t("list.clear")}
              </LinkButton>
            </Empty>
          ) : (
            <Empty icon={FolderKanban} title={t("list.empty")}>
              <p>{t("list.empty_hint")}</p>
            </Empty>
          )
        }
      >
        {rows.length > 0 && <ProjectRows rows={rows} />}
      </ListFrame>
    </>
  );
}

function Filters({ state, q }: { state?: State; q?: string }) {
  const { t } = useTranslation(["projects", "common"]);
  const go = useNavigate();
  const { typed, type } = useSought(q ?? "", (words) =>
    go({ to: "/projects", search: { state, q: words || undefined }, replace: true }),
  );
  return (
    <div className="row wrap between project-filters">
      <Chips
        label={t("list.states")}
        parts={STATES.map((id) => ({
          id,
          word: id === "all" ? t("common:all") : t(`common:place_state.${id}`),
        }))}
        chosen={state ?? "all"}
        onChoose={(next) =>
          go({ to: "/projects", search: { state: next === "all" ? undefined : next, q } })
        }
      />
      <div className="project-search">
        <SearchField aria-label={t("list.search")} value={typed} onChange={type}>
          <span className="in">
            <Icon of={Search} className="t3" />
            <Input className="grow bare" placeholder={t("list.search")} />
          </span>
        </SearchField>
      </div>
    </div>
  );
}
