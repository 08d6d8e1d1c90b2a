import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { TextField } from "~/ui/field";
import { ApplyBar } from "../design/apply-bar";
import { useKept } from "../kept";
import { Exam } from "./exam";
import { courseFaults, draftOf, settingsOf } from "./model";
import { Pay } from "./pay";
import { type Course, courseQuery, coursesQuery } from "./queries";

/** What a course is called, how its exam goes, and what it pays. */
export function Settings({ course }: { course: Course }) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const { project_id: projectId, id } = course;
  const base = useMemo(() => draftOf(course), [course]);
  const kept = useKept(`course.${projectId}.${id}`, base);
  const draft = kept.value;
  const [tried, setTried] = useState(false);
  const found = courseFaults(draft);
  const faults = tried ? found : new Set<never>();
  const set = (part: Partial<typeof draft>) => kept.set({ ...draft, ...part });
  const save = async () => {
    setTried(true);
    if (found.size > 0) return false;
    const now = await must(
      api.PATCH("/api/v1/projects/{project_id}/courses/{course_id}", {
        params: { path: { project_id: projectId, course_id: id } },
        body: settingsOf(draft),
      }),
    );
    client.setQueryData(courseQuery(projectId, id).queryKey, now);
    await client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey });
    kept.sent();
    setTried(false);
    return true;
  };
  return (
    <div className="design-form">
      <TextField
        label={t("field.title")}
        value={draft.title}
        onChange={(title) => set({ title })}
        maxLength={200}
        error={faults.has("title") ? t("field.title_fault") : undefined}
      />
      <TextField
        label={t("field.about")}
        hint={t("field.about_hint")}
        rows={3}
        value={draft.about}
        onChange={(about) => set({ about })}
        maxLength={2000}
      />
      <Exam course={course} draft={draft} faults={faults} set={set} />
      <Pay projectId={projectId} draft={draft} faults={faults} set={set} />
      {course.state !== "retired" && (
        <ApplyBar
          changed={kept.changed}
          word={t("common:save")}
          done={t("common:saved")}
          save={save}
          reset={() => {
            kept.clear();
            setTried(false);
          }}
        >
          {t("settings.means")}
        </ApplyBar>
      )}
    </div>
  );
}
