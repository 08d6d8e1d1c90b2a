import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Empty, Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { rowsOf } from "~/ui/page";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { membersQuery } from "../people/queries";
import { Hours } from "./hours";
import { type Course, coursesQuery, type Learner } from "./queries";

/** Who takes a course: how far, how often examined, and what it earned. */
export function Learners({ course }: { course: Course }) {
  const { t } = useTranslation("courses");
  const { number, percent, span } = useFormat();
  const { project_id: projectId, id } = course;
  const list = usePaged(["project", projectId, "course", id, "people"], (after) =>
    must(
      api.GET("/api/v1/projects/{project_id}/courses/{course_id}/people", {
        params: { path: { project_id: projectId, course_id: id }, query: { after, limit: 50 } },
      }),
    ),
  );
  const members = rowsOf(useInfiniteQuery(membersQuery(projectId)));
  const nameOf = (row: Learner) =>
    members.find((one) => one.person_id === row.person_id)?.name ?? row.pseudonym;
  const of = (n: number, all: number) => t("people.of", { n: number(n), all: number(all) });
  return (
    <>
      <PagedTable
        list={list}
        label={t("part.people")}
        keyOf={(row) => row.person_id}
        none={
          <Empty icon={Users} title={t("people.none")}>
            <p>{t("people.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "who",
            word: t("people.who"),
            look: "strong nowrap",
            cell: nameOf,
          },
          {
            ...figure("read", t("people.read")),
            cell: (row) => of(row.lessons_read, course.lessons),
          },
          {
            ...figure("practised", t("people.practised")),
            cell: (row) => of(row.practised, course.practice),
          },
          { ...figure("time", t("people.time")), wide: true, cell: (row) => span(row.seconds) },
          {
            ...figure("attempts", t("people.attempts")),
            wide: true,
            cell: (row) => number(row.attempts),
          },
          {
            ...figure("best", t("people.best")),
            wide: true,
            cell: (row) => (row.best === null ? <span className="t3">–</span> : percent(row.best)),
          },
          {
            id: "certificate",
            word: t("people.certificate"),
            cell: (row) => <Certified course={course} row={row} name={nameOf(row)} />,
          },
        ]}
      />
      <Hours projectId={projectId} />
    </>
  );
}

/** The certificate that somebody has of it, and taking it back. */
function Certified({ course, row, name }: { course: Course; row: Learner; name: string }) {
  const { t } = useTranslation("courses");
  const { day } = useFormat();
  const [asked, setAsked] = useState(false);
  if (row.certificate_id === null || row.earned_at === null)
    return <span className="t3">{t("people.no_certificate")}</span>;
  return (
    <span className="row wrap">
      <span className="label t2">
        {row.revoked_at !== null
          ? t("people.revoked")
          : !row.certified
            ? t("people.expired")
            : t("people.valid", { day: day(row.earned_at) })}
        {row.certified && row.expires_at !== null && (
          <span className="block t3">{t("people.until", { day: day(row.expires_at) })}</span>
        )}
      </span>
      {row.certified && (
        <Button
          look="ghost"
          aria-label={t("people.revoke_of", { name })}
          onPress={() => setAsked(true)}
        >
          {t("people.revoke")}
        </Button>
      )}
      {asked && (
        <Revoke
          course={course}
          name={name}
          certificate={row.certificate_id}
          onClose={() => setAsked(false)}
        />
      )}
    </span>
  );
}

function Revoke({
  course,
  name,
  certificate,
  onClose,
}: {
  course: Course;
  name: string;
  certificate: number;
  onClose: () => void;
}) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const projectId = course.project_id;
  const act = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (why.trim() === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/certificates/{certificate_id}/revoke", {
          params: { path: { project_id: projectId, certificate_id: certificate } },
          body: { why: why.trim() },
        }),
      );
      toast(t("people.done_revoke"));
      onClose();
      await client.invalidateQueries({ queryKey: ["project", projectId, "course", course.id] });
      await client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("people.revoke_title", { name })} open onClose={onClose}>
      <form onSubmit={act} noValidate className="col g16">
        <p>{t("people.revoke_means")}</p>
        <TextField
          label={t("people.why")}
          rows={3}
          value={why}
          onChange={setWhy}
          maxLength={1000}
          error={tried && why.trim() === "" ? t("people.why_fault") : undefined}
        />
        <Fault error={fault} />
        <footer className="row">
          <Button className="grow" onPress={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" look="danger" busy={busy} className="grow">
            {t("people.revoke")}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
