import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { ApplyBar } from "../design/apply-bar";
import { GuidelineEditor } from "../design/guideline/editor";
import { useKept } from "../kept";
import { type Course, coursesQuery, type Lesson } from "./queries";

/** One lesson to be written, with how it will look; without `lesson` a further one. */
export function LessonForm({
  course,
  lesson,
  onSaved,
  onGone,
}: {
  course: Course;
  lesson: Lesson | null;
  onSaved: (now: Lesson) => void;
  onGone: () => void;
}) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const path = { project_id: course.project_id, course_id: course.id };
  const base = useMemo(() => ({ title: lesson?.title ?? "", body: lesson?.body ?? "" }), [lesson]);
  const kept = useKept(`lesson.${path.project_id}.${path.course_id}.${lesson?.id ?? "new"}`, base);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState(false);
  const { title, body } = kept.value;
  const wrong = title.trim() === "" || body.trim() === "";
  const again = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["project", path.project_id, "course", course.id] }),
      client.invalidateQueries({ queryKey: coursesQuery(path.project_id).queryKey }),
    ]);
  };
  const save = async () => {
    setTried(true);
    if (wrong) return false;
    const said = { title: title.trim(), body };
    const made = await (lesson === null
      ? must(
          api.POST("/api/v1/projects/{project_id}/courses/{course_id}/lessons", {
            params: { path },
            body: said,
          }),
        )
      : must(
          api.PATCH("/api/v1/projects/{project_id}/courses/{course_id}/lessons/{lesson_id}", {
            params: { path: { ...path, lesson_id: lesson.id } },
            body: said,
          }),
        ));
    await again();
    kept.sent();
    setTried(false);
    onSaved(made);
    return true;
  };
  const retire = async () => {
    if (lesson === null) return;
    await must(
      api.DELETE("/api/v1/projects/{project_id}/courses/{course_id}/lessons/{lesson_id}", {
        params: { path: { ...path, lesson_id: lesson.id } },
      }),
    );
    kept.clear();
    toast(t("lesson.retired"));
    onGone();
    await again();
  };
  const open = course.state !== "retired";
  return (
    <section className="col g16 lesson-form" aria-label={lesson?.title ?? t("lesson.fresh")}>
      <TextField
        label={t("lesson.title")}
        value={title}
        onChange={(next) => kept.set({ title: next, body })}
        maxLength={200}
        autoFocus={lesson === null}
        error={tried && title.trim() === "" ? t("lesson.title_fault") : undefined}
      />
      <GuidelineEditor
        projectId={course.project_id}
        label={t("lesson.body")}
        value={body}
        onChange={(next) => kept.set({ title, body: next })}
        fault={tried && body.trim() === "" ? t("lesson.body_fault") : undefined}
      >
        {lesson !== null && open && (
          <Button look="ghost" onPress={() => setAsked(true)}>
            <Icon of={Trash2} />
            {t("lesson.retire")}
          </Button>
        )}
      </GuidelineEditor>
      {open && (
        <ApplyBar
          changed={kept.changed}
          word={t("common:save")}
          done={t("common:saved")}
          save={save}
          reset={() => {
            kept.clear();
            setTried(false);
            if (lesson === null) onGone();
          }}
        >
          {t("lesson.means")}
        </ApplyBar>
      )}
      <Confirm
        title={t("lesson.retire_title", { title: lesson?.title ?? "" })}
        open={asked}
        onClose={() => setAsked(false)}
        act={retire}
        word={t("lesson.retire")}
        danger
      >
        <p>{t("lesson.retire_means")}</p>
      </Confirm>
    </section>
  );
}
