import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Answer, Schema as LabelSchema } from "~/annotate/core/doc";
import type { Source } from "~/annotate/kit";
import { api, must } from "~/api/client";
import { Note } from "~/ui/fault";
import { toast } from "~/ui/toast";
import { type Course, coursesQuery, type Question, type Use } from "./queries";
import { type Said, Written } from "./written";

type Props = {
  course: Course;
  schema: LabelSchema;
  source: Source;
  itemId: number;
  use: Use;
  known: Question | null;
  /** Whether it was written to earlier labels, or begins with what was accepted. */
  old: boolean;
  accepted: boolean;
  begin: { right: Answer | null; shown: Answer | null };
};

/** The question's answers in the editor, the verdict that the one shown deserves, and the note. */
export function Write(props: Props) {
  const { course, schema, source, itemId, use, known, old, accepted, begin } = props;
  const { t } = useTranslation("courses");
  const client = useQueryClient();
  const go = useNavigate();
  const { project_id: projectId, id: courseId } = course;

  const save = async (said: Said) => {
    const path = { project_id: projectId, course_id: courseId };
    await (known === null
      ? must(
          api.POST("/api/v1/projects/{project_id}/courses/{course_id}/questions", {
            params: { path },
            body: { ...said, use, item_id: itemId, from_accepted: false } as never,
          }),
        )
      : must(
          api.PATCH("/api/v1/projects/{project_id}/courses/{course_id}/questions/{question_id}", {
            params: { path: { ...path, question_id: known.id } },
            body: said as never,
          }),
        ));
    toast(t("write.saved"));
    await Promise.all([
      client.invalidateQueries({ queryKey: ["project", projectId, "course", courseId] }),
      client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey }),
    ]);
    await go({
      to: "/projects/$projectId/courses/$courseId",
      params: { projectId: String(projectId), courseId: String(courseId) },
      search: { part: "questions" },
    });
  };
  return (
    <Written
      {...{ schema, source, begin, save }}
      judges={course.level > 0}
      verdict={known?.verdict ?? null}
      note={known?.note ?? ""}
      noteHint={t("question.note_hint")}
      word={t("write.save")}
    >
      {accepted && <p className="t2">{t("write.from_accepted")}</p>}
      {old && (
        <Note icon={Info}>
          <p>{t("write.old_schema", { n: known?.schema_version ?? 0 })}</p>
        </Note>
      )}
    </Written>
  );
}
