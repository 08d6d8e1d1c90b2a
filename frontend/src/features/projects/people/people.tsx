import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { UserPlus, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ListFrame } from "~/ui/table";
import { Hours } from "../courses/hours";
import { useProject } from "../frame/queries";
import { Agreement } from "./agreement";
import { Bulletins } from "./bulletins";
import { Consortium } from "./consortium/consortium";
import { Enrolment } from "./enrolment";
import { figuresQuery } from "./figures";
import { Invitations } from "./invitations";
import { Invite } from "./invite";
import { Suspensions } from "./suspensions";
import { Team } from "./team";
import { Withdrawals } from "./withdrawals";

const TABS = [
  undefined,
  "bulletins",
  "invitations",
  "agreement",
  "withdrawals",
  "suspensions",
  "consortium",
] as const;

/** Who takes part, how they do, who is asked to come, and what they sign. */
export function People() {
  const { t } = useTranslation("projects");
  const project = useProject();
  const { tab } = useSearch({ from: "/inside/projects/$projectId/people" });
  const params = { projectId: String(project.id) };
  return (
    <>
      <nav className="tabs design-tabs" aria-label={t("pages.people")}>
        {TABS.map((id) => (
          <Link
            key={id ?? "team"}
            to="/projects/$projectId/people"
            params={params}
            search={{ tab: id }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(`people.tab.${id ?? "team"}`)}
          </Link>
        ))}
      </nav>
      <div className="design-tab">
        {tab === undefined && <TeamTab />}
        {tab === "invitations" && (
          <>
            <PageTitle name={t("pages.people")}>{t("people.title_invite")}</PageTitle>
            <div className="design-form">
              <Enrolment project={project} />
              <section className="col g12">
                <h2 className="title">{t("people.invite_title")}</h2>
                <Invite projectId={project.id} />
                <Invitations projectId={project.id} />
              </section>
            </div>
          </>
        )}
        {tab === "bulletins" && <Bulletins projectId={project.id} />}
        {tab === "agreement" && <Agreement projectId={project.id} />}
        {tab === "withdrawals" && <Withdrawals projectId={project.id} />}
        {tab === "suspensions" && <Suspensions projectId={project.id} />}
        {tab === "consortium" && <Consortium projectId={project.id} />}
      </div>
    </>
  );
}

function TeamTab() {
  const { t } = useTranslation(["projects", "common"]);
  const project = useProject();
  const list = useInfiniteQuery(figuresQuery(project.id));
  const rows = rowsOf(list);
  const { team } = useSearch({ from: "/inside/projects/$projectId/people" });
  const go = useNavigate();
  const names = [...new Set(rows.flatMap((row) => row.team ?? []))].sort();
  const shown = team === undefined ? rows : rows.filter((row) => row.team === team);
  const count = `${rows.length}${list.hasNextPage ? "+" : ""}`;
  return (
    <>
      <PageTitle
        name={t("pages.people")}
        aside={
          <LinkButton
            to="/projects/$projectId/people"
            params={{ projectId: String(project.id) }}
            search={{ tab: "invitations" }}
            look="primary"
            main
          >
            <Icon of={UserPlus} />
            {t("people.invite_title")}
          </LinkButton>
        }
      >
        {list.isSuccess ? t("people.title", { n: count }) : t("pages.people")}
      </PageTitle>
      <ListFrame
        list={list}
        none={
          <Empty icon={Users} title={t("people.empty")}>
            <p>{t("people.empty_hint")}</p>
          </Empty>
        }
      >
        {names.length > 0 && (
          <Chips
            label={t("people.by_team")}
            parts={[
              { id: "", word: t("common:all") },
              ...names.map((name) => ({ id: name, word: name })),
            ]}
            chosen={team ?? ""}
            onChoose={(next) =>
              go({
                to: "/projects/$projectId/people",
                params: { projectId: String(project.id) },
                search: { team: next === "" ? undefined : next },
              })
            }
          />
        )}
        {rows.length > 0 && <Team rows={shown} projectId={project.id} />}
      </ListFrame>
      <Hours projectId={project.id} />
    </>
  );
}
