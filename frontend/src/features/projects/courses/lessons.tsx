import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { BookOpen, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Empty, Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { LessonForm } from "./lesson";
import { movedTo } from "./model";
import { LessonOrder } from "./order";
import { type Course, type Lesson, lessonsQuery } from "./queries";

/** The pages of a course: their order, and one of them to be written. */
export function Lessons({ course }: { course: Course }) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const { project_id: projectId, id } = course;
  const query = lessonsQuery(projectId, id);
  const lessons = useSuspenseQuery(query).data;
  const [chosen, setChosen] = useState<number | "new" | null>(null);
  const open = course.state !== "retired";
  const shown =
    chosen === "new" ? null : (lessons.find((one) => one.id === chosen) ?? lessons[0] ?? null);
  const again = () => client.invalidateQueries({ queryKey: ["project", projectId, "course", id] });
  const ordering = useMutation({
    // One after another: the order that was made last is the one that stays.
    scope: { id: `lessons-${id}` },
    mutationFn: (ids: number[]) =>
      must(
        api.PUT("/api/v1/projects/{project_id}/courses/{course_id}/lessons/order", {
          params: { path: { project_id: projectId, course_id: id } },
          body: { ids },
        }),
      ),
    onSuccess: () => toast(t("lesson.ordered")),
    onError: again,
  });
  const put = (next: Lesson[]) => {
    client.setQueryData(query.queryKey, next);
    ordering.mutate(next.map((one) => one.id));
  };
  if (lessons.length === 0 && chosen !== "new")
    return (
      <Empty icon={BookOpen} title={t("lesson.none")}>
        <p>{t("lesson.none_hint")}</p>
        {open && (
          <Button look="primary" onPress={() => setChosen("new")}>
            <Icon of={Plus} />
            {t("lesson.add")}
          </Button>
        )}
      </Empty>
    );
  return (
    <div className="lessons">
      <section className="col g8 lessons-side">
        {lessons.length > 0 && (
          <LessonOrder
            lessons={lessons}
            chosen={shown?.id ?? null}
            fixed={!open}
            onChoose={setChosen}
            onMove={(from, to) => put(movedTo(lessons, from, to))}
          />
        )}
        <Fault error={ordering.error} />
        {open && (
          <div>
            <Button look="line" onPress={() => setChosen("new")} isDisabled={chosen === "new"}>
              <Icon of={Plus} />
              {t("lesson.add")}
            </Button>
          </div>
        )}
      </section>
      <LessonForm
        key={shown?.id ?? "new"}
        course={course}
        lesson={shown}
        onSaved={(made) => setChosen(made.id)}
        onGone={() => setChosen(null)}
      />
    </div>
  );
}
