import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft, UserX } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { WorkMark } from "~/ui/state";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { useManages } from "../../frame/manages";
import { useProject, useProjectId } from "../../frame/queries";
import { AskAct } from "../acting/ask";
import "../data.css";

const STATES = ["reserved", "submitted", "rework", "appealed"] as const;
type State = (typeof STATES)[number];

/** Who is working on what, by state and person; what is in hands can be taken back. */
export function WorkList() {
  const { t } = useTranslation("desk");
  const { full } = useFormat();
  const projectId = useProjectId();
  const manages = useManages(useProject());
  const search = useSearch({ from: "/inside/projects/$projectId/data/work" });
  const go = useNavigate({ from: "/projects/$projectId/data/work" });
  const [asked, setAsked] = useState(false);
  const { state = "reserved", person, stage_id, overdue } = search;
  const params = { projectId: String(projectId) };
  const list = usePaged(
    ["project", projectId, "work", { state, person, stage_id, overdue }],
    (after) =>
      must(
        api.GET("/api/v1/projects/{project_id}/assignments", {
          params: {
            path: { project_id: projectId },
            query: { after, limit: 50, state: [state], person, stage_id, overdue },
          },
        }),
      ),
  );
  const change = (some: Partial<typeof search>) =>
    go({ search: (now: typeof search) => ({ ...now, ...some }) });
  const scope = { work: { state: [state], person, stage_id, overdue } };
  return (
    <>
      <Link to="/projects/$projectId/data" params={params} className="label t3 back">
        <Icon of={ArrowLeft} size={14} />
        {t("back")}
      </Link>
      <PageTitle
        name={t("work")}
        aside={
          manages &&
          state === "reserved" &&
          rowsOf(list).length > 0 && (
            <Button look="line" onPress={() => setAsked(true)}>
              <Icon of={UserX} size={16} />
              {t("take_found")}
            </Button>
          )
        }
      >
        {t("work_title")}
      </PageTitle>
      <div className="col g16">
        <div className="row wrap">
          <Chips
            label={t("state_word")}
            parts={STATES.map((id) => ({ id, word: t(`open_states.${id}`) }))}
            chosen={state}
            onChoose={(id) => change({ state: id === "reserved" ? undefined : (id as State) })}
          />
          <Checkbox
            isSelected={overdue === true}
            onChange={(on) => change({ overdue: on ? true : undefined })}
          >
            {t("overdue")}
          </Checkbox>
          <span className="grow" />
          <PersonField person={person} onSearch={(name) => change({ person: name })} />
        </div>
        <PagedTable
          list={list}
          label={t("work")}
          keyOf={(row) => row.id}
          none={
            <Empty icon={UserX}>
              <p>{t("work_none")}</p>
            </Empty>
          }
          columns={[
            {
              id: "item",
              word: t("item"),
              cell: (row) => <span className="break">{row.item}</span>,
            },
            { id: "worker", word: t("worker"), cell: (row) => row.worker },
            {
              id: "level",
              word: t("level"),
              wide: true,
              look: "t2",
              cell: (row) => t(`levels.${row.level as 0 | 1 | 2}`),
            },
            { id: "state", word: t("state_word"), cell: (row) => <WorkMark state={row.state} /> },
            { ...moment("due", t("due")), cell: (row) => (row.due_at ? full(row.due_at) : "–") },
          ]}
        />
      </div>
      {asked && (
        <AskAct
          projectId={projectId}
          scope={scope}
          kinds={["reassign"]}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}

function PersonField({
  person,
  onSearch,
}: {
  person: string | undefined;
  onSearch: (name?: string) => void;
}) {
  const { t } = useTranslation("desk");
  const [word, setWord] = useState(person ?? "");
  useEffect(() => setWord(person ?? ""), [person]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(word === "" ? undefined : word);
  };
  return (
    <search>
      <form onSubmit={submit} className="in soft name-field">
        <input
          type="search"
          className="bare"
          aria-label={t("worker")}
          placeholder={t("worker")}
          value={word}
          maxLength={80}
          onChange={(event) => setWord(event.target.value)}
        />
      </form>
    </search>
  );
}
