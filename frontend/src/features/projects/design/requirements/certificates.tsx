import { useQuery } from "@tanstack/react-query";
import { GraduationCap, Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { type Course, coursesQuery } from "../../courses/queries";
import type { CourseRef } from "./model";
import { type Certifying, certifyingQuery } from "./queries";

type Props = {
  projectId: number;
  stageId: number;
  chosen: readonly CourseRef[];
  onChange: (chosen: CourseRef[]) => void;
};

const same = (a: CourseRef, b: CourseRef) =>
  a.project_id === b.project_id && a.course_id === b.course_id;

/** Courses whose certificates are asked for, by name: of the projects that one manages, and of others
 * that may be known of. */
export function Certificates({ projectId, stageId, chosen, onChange }: Props) {
  const { t } = useTranslation("requirements");
  const elsewhere = useQuery(certifyingQuery(projectId, stageId)).data ?? [];
  const put = (one: CourseRef) => {
    if (!chosen.some((other) => same(one, other))) onChange([...chosen, one]);
  };
  return (
    <div className="col g12">
      {chosen.length === 0 ? (
        <p className="hint">{t("course.none")}</p>
      ) : (
        <ul className="list tight" aria-label={t("course.list")}>
          {chosen.map((one) => (
            <Chosen
              key={`${one.project_id}/${one.course_id}`}
              one={one}
              known={elsewhere.find((other) => same(one, other))}
              own={one.project_id === projectId}
              onDrop={() => onChange(chosen.filter((other) => !same(one, other)))}
            />
          ))}
        </ul>
      )}
      <ByList {...{ projectId, chosen, elsewhere }} onPut={put} />
    </div>
  );
}

/** The courses of a project, where one may read them. */
const useCourses = (projectId: number): readonly Course[] => {
  const me = useMe();
  const mine = me.projects.some((one) => one.id === projectId);
  return useQuery({ ...coursesQuery(projectId), enabled: mine, retry: false }).data ?? [];
};

function Chosen({
  one,
  known,
  own,
  onDrop,
}: {
  one: CourseRef;
  /** What is known of it, where it is of another project. */
  known: Certifying | undefined;
  own: boolean;
  onDrop: () => void;
}) {
  const { t } = useTranslation("requirements");
  const me = useMe();
  const course = useCourses(one.project_id).find((other) => other.id === one.course_id);
  const project = me.projects.find((other) => other.id === one.project_id)?.name ?? known?.project;
  const title =
    course?.title ??
    known?.title ??
    t("course.of", { project: one.project_id, course: one.course_id });
  return (
    <li className="asked-course">
      <Icon of={GraduationCap} size={16} />
      <span className="grow">
        {title}
        {!own && project !== undefined && <span className="label t3"> · {project}</span>}
        {course?.state === "draft" && (
          <small className="block label c-warn">{t("course.draft")}</small>
        )}
      </span>
      <Button look="ghost" square aria-label={t("course.drop", { title })} onPress={onDrop}>
        <Icon of={X} size={16} />
      </Button>
    </li>
  );
}

function ByList({
  projectId,
  chosen,
  elsewhere,
  onPut,
}: {
  projectId: number;
  chosen: readonly CourseRef[];
  elsewhere: readonly Certifying[];
  onPut: (one: CourseRef) => void;
}) {
  const { t } = useTranslation("requirements");
  const managed = useMe().projects.filter((one) => one.roles.includes("manager"));
  const [from, setFrom] = useState(projectId);
  const [which, setWhich] = useState<number | null>(null);
  const others = new Map(
    elsewhere
      .filter((one) => !managed.some((other) => other.id === one.project_id))
      .map((one) => [one.project_id, one.project]),
  );
  const projects = [...managed, ...[...others].map(([id, name]) => ({ id, name }))];
  const own = useCourses(from).filter((one) => one.state !== "retired");
  const courses = (
    others.has(from)
      ? elsewhere
          .filter((one) => one.project_id === from)
          .map((one) => ({ id: one.course_id, title: one.title }))
      : own
  ).filter((one) => !chosen.some((other) => same(other, { project_id: from, course_id: one.id })));
  return (
    <div className="asked-add">
      {projects.length > 1 && (
        <Select
          label={t("course.project")}
          {...(from === projectId ? {} : { hint: t("course.shown_only") })}
          options={projects.map((one) => ({ id: String(one.id), name: one.name }))}
          value={String(from)}
          onChange={(next) => {
            setFrom(Number(next));
            setWhich(null);
          }}
        />
      )}
      {courses.length === 0 ? (
        <p className="hint asked-add-none">{t("course.no_courses")}</p>
      ) : (
        <>
          <Select
            label={t("course.course")}
            options={courses.map((one) => ({ id: String(one.id), name: one.title }))}
            value={which === null ? null : String(which)}
            onChange={(next) => setWhich(next === null ? null : Number(next))}
          />
          <Button
            look="line"
            isDisabled={which === null}
            onPress={() => {
              if (which !== null) onPut({ project_id: from, course_id: which });
              setWhich(null);
            }}
          >
            <Icon of={Plus} />
            {t("course.add")}
          </Button>
        </>
      )}
    </div>
  );
}
