import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { participationQuery } from "~/ui/taking-part/queries";

/** Joins two or three who speak on one recording, by the code that the one who records reads out;
 * nothing where each speaks alone. */
export function JoinGroup({ projectId, stageId }: { projectId: number; stageId: number }) {
  const { t } = useTranslation("taking");
  const [open, setOpen] = useState(false);
  const standing = useQuery(participationQuery(projectId));
  const stage = standing.data?.stages.find((one) => one.stage_id === stageId);
  if (stage === undefined || stage.group < 2) return null;
  return (
    <>
      <Button look="line" full onPress={() => setOpen(true)}>
        <Icon of={Users} size={18} />
        {t("together.join")}
      </Button>
      {open && <Ask projectId={projectId} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ projectId, onClose }: { projectId: number; onClose: () => void }) {
  const { t } = useTranslation("taking");
  const go = useNavigate();
  const [code, setCode] = useState("");
  const join = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/groups", {
          params: { path: { project_id: projectId } },
          body: { code: code.trim() },
        }),
      ),
    onSuccess: ({ assignment_id }) =>
      go({
        to: "/work/$projectId/$assignmentId",
        params: { projectId: String(projectId), assignmentId: String(assignment_id) },
      }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== "") join.mutate();
  };
  return (
    <Dialog title={t("together.join")} open onClose={onClose}>
      <form onSubmit={submit} noValidate className="col g16">
        <p className="t2">{t("together.join_hint")}</p>
        <TextField
          label={t("together.code")}
          autoFocus
          autoComplete="off"
          maxLength={20}
          value={code}
          onChange={(value) => setCode(value.toUpperCase())}
        />
        <Fault error={join.error} />
        <Button
          type="submit"
          look="primary"
          main
          full
          busy={join.isPending}
          isDisabled={code.trim() === ""}
        >
          {t("together.join_do")}
        </Button>
      </form>
    </Dialog>
  );
}
