import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import type { Stage } from "../frame/queries";
import { FRESH } from "./model";
import { courseQuery, coursesQuery, type Level } from "./queries";

/** A course by its name and whom it is for; the rest is written on its page. */
export function NewCourse({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["courses", "common"]);
  const client = useQueryClient();
  const go = useNavigate();
  const [title, setTitle] = useState("");
  const [level, setLevel] = useState<Level>(0);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const projectId = stage.project_id;
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (title.trim() === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      const made = await must(
        api.POST("/api/v1/projects/{project_id}/courses", {
          params: { path: { project_id: projectId } },
          body: { ...FRESH, stage_id: stage.id, level, title: title.trim() },
        }),
      );
      client.setQueryData(courseQuery(projectId, made.id).queryKey, made);
      await client.invalidateQueries({ queryKey: coursesQuery(projectId).queryKey });
      await go({
        to: "/projects/$projectId/courses/$courseId",
        params: { projectId: String(projectId), courseId: String(made.id) },
      });
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={make} noValidate className="col g8 course-new" aria-label={t("new")}>
      <h2 className="title">{t("new")}</h2>
      <div className="course-new-line">
        <TextField
          label={t("field.title")}
          placeholder={t("field.title_eg")}
          value={title}
          onChange={setTitle}
          maxLength={200}
          error={tried && title.trim() === "" ? t("field.title_fault") : undefined}
        />
        <Select
          label={t("field.level")}
          options={([0, 1, 2] as const).map((one) => ({
            id: String(one),
            name: t(`common:level.${one}`),
            detail: t(`level_hint.${one}`),
          }))}
          value={String(level)}
          onChange={(next) => setLevel(Number(next) as Level)}
        />
        <Button type="submit" look="primary" busy={busy}>
          <Icon of={Plus} />
          {t("make")}
        </Button>
      </div>
      <Fault error={fault} />
    </form>
  );
}
