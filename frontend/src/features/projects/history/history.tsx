import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { History as HistoryGlyph } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { useSaid } from "~/ui/events/said";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import type { WorkMark } from "~/ui/state";
import { ListFrame, usePaged } from "~/ui/table";
import { type EventSubject, type ItemState, SUBJECTS, shownName } from "../data/words";
import { useProjectId } from "../frame/queries";
import { Finding, queryOf } from "./finding";
import { saidOf } from "./sentence";
import "../data/data.css";
import "./history.css";

type Row = Schema<"ToldRow">;

/** Who did what in the project, the newest first, each as a sentence. */
export function History() {
  const { t } = useTranslation("data");
  const { ago } = useFormat();
  const projectId = useProjectId();
  const search = useSearch({ from: "/inside/projects/$projectId/history" });
  const { subject } = search;
  const go = useNavigate({ from: "/projects/$projectId/history" });
  const list = usePaged(["project", projectId, "history", search], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/history", {
        params: {
          path: { project_id: projectId },
          query: { ...queryOf(search), after, limit: 50 },
        },
      }),
    ),
  );
  const rows = rowsOf(list);
  const [first] = rows;
  const parts = (["all", ...SUBJECTS] as const).map((id) => ({
    id,
    word: t(`history.subjects.${id}`),
  }));
  return (
    <div className="narrow">
      <PageTitle name={t("history.name")}>
        {list.data === undefined
          ? t("history.name")
          : first === undefined
            ? t(subject === undefined ? "history.title_none" : "history.none")
            : t("history.title", { ago: ago(first.at) })}
      </PageTitle>
      <div className="col g16 mt-3">
        <Chips
          label={t("history.what")}
          parts={parts}
          chosen={subject ?? "all"}
          onChoose={(id) =>
            go({ search: { ...search, subject: id === "all" ? undefined : (id as EventSubject) } })
          }
        />
        <Finding projectId={projectId} asked={search} onChange={(next) => go({ search: next })} />
        <ListFrame
          list={list}
          none={
            <Empty icon={HistoryGlyph} title={t("history.none")}>
              <p>{t("history.none_hint")}</p>
            </Empty>
          }
        >
          <Days rows={rows} projectId={projectId} />
        </ListFrame>
      </div>
    </div>
  );
}

/** The events under the days on which they happened. */
function Days({ rows, projectId }: { rows: readonly Row[]; projectId: number }) {
  const { day } = useFormat();
  const days: { day: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const name = day(row.at);
    const last = days.at(-1);
    if (last?.day === name) last.rows.push(row);
    else days.push({ day: name, rows: [row] });
  }
  return days.map((one) => (
    <section key={one.day}>
      <h2 className="label strong told-day">{one.day}</h2>
      <ol className="told">
        {one.rows.map((row) => (
          <Line key={row.id} row={row} projectId={projectId} />
        ))}
      </ol>
    </section>
  ));
}

function Line({ row, projectId }: { row: Row; projectId: number }) {
  const { t } = useTranslation(["data", "common"]);
  const { number, time, full } = useFormat();
  const told = useSaid();
  const said = saidOf(row);
  const work = ["item", "task", "assignment"].includes(row.subject);
  const by = (work ? row.pseudonym : row.actor) ?? row.actor ?? t("data:history.system");
  const role = said.role ? t(`common:role.${said.role as "worker"}`, said.role) : "";
  // What has no sentence of its own is told by what it was about, and what became of it.
  const plain = said.word === "other" ? told(row) : null;
  const parts = {
    by,
    about: shownName(row.about ?? ""),
    role,
    n: said.n ?? "",
    code: said.code ?? "",
    won: number(said.won ?? 0),
    to: said.to === undefined ? "" : stateName(t, said.to.of, said.to.state),
  };
  const words =
    said.word === "other"
      ? t("data:events.told", { by, what: plain?.said ?? "" })
      : t(`data:history.said.${said.word}`, parts);
  const detail = [work && by, plain?.detail ?? said.why].filter(Boolean).join(" · ");
  return (
    <li>
      <time className="label t3 nowrap" dateTime={row.at} title={full(row.at)}>
        {time(row.at)}
      </time>
      <div className="grow">
        {row.subject === "item" ? (
          <Link
            to="/projects/$projectId/data/$itemId"
            params={{ projectId: String(projectId), itemId: String(row.subject_id) }}
            className="link"
          >
            {words}
          </Link>
        ) : (
          <p>{words}</p>
        )}
        {detail !== "" && <p className="label t3 break">{detail}</p>}
      </div>
    </li>
  );
}

type Translate = ReturnType<typeof useTranslation<["data", "common"]>>["t"];

function stateName(t: Translate, of: "item" | "task" | "work", state: string): string {
  if (of === "item") return t(`data:items.state.${state as ItemState}`);
  if (of === "task") return t(`data:item.task_state.${state as "open"}`);
  return t(`common:work_state.${state as Parameters<typeof WorkMark>[0]["state"]}`);
}
