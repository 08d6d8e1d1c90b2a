import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Fault } from "~/ui/fault";
import { RadioGroup } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Project, projectQuery } from "../frame/queries";

/** Whether anybody may join as a worker, or only who is invited. Holds at once. */
export function Enrolment({ project }: { project: Project }) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const [next, setNext] = useState<Project["enrolment"] | null>(null);
  const choose = async (enrolment: Project["enrolment"]) => {
    setFault(undefined);
    setNext(enrolment);
    try {
      const now = await must(
        api.PATCH("/api/v1/projects/{project_id}", {
          params: { path: { project_id: project.id } },
          body: { enrolment },
        }),
      );
      client.setQueryData(projectQuery(project.id).queryKey, now);
      toast(t("common:saved"));
    } catch (error) {
      setFault(error);
    } finally {
      setNext(null);
    }
  };
  return (
    <>
      <RadioGroup
        label={t("people.enrolment")}
        options={(["invited", "open"] as const).map((id) => ({
          id,
          name: t(`people.enrol.${id}`),
          detail: t(`people.enrol.${id}_hint`),
        }))}
        value={next ?? project.enrolment}
        isDisabled={project.state === "closed"}
        onChange={(value) => choose(value as Project["enrolment"])}
      />
      <Fault error={fault} />
    </>
  );
}
