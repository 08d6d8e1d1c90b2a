import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Granting } from "./granting";
import { consortiumQuery, type Member } from "./queries";

type Props = { member: Member; projectId: number; onClose: () => void };

/** Says anew in which roles a member may invite people. */
export function Grant({ member, projectId, onClose }: Props) {
  const { t } = useTranslation(["consortia", "common"]);
  const client = useQueryClient();
  const [roles, setRoles] = useState(member.roles);
  const grant = useMutation({
    mutationFn: () =>
      must(
        api.PATCH("/api/v1/projects/{project_id}/consortium/{member_id}", {
          params: { path: { project_id: projectId, member_id: member.id } },
          body: { roles },
        }),
      ),
    onSuccess: (found) => {
      client.setQueryData(consortiumQuery(projectId).queryKey, found);
      onClose();
    },
  });
  return (
    <Dialog title={t("consortia:set_roles")} open onClose={onClose}>
      <Granting chosen={roles} onChange={setRoles} />
      <p className="hint">{t("consortia:roles_hint")}</p>
      <Fault error={grant.error} />
      <Button
        look="primary"
        full
        busy={grant.isPending}
        isDisabled={roles.length === 0}
        onPress={() => grant.mutate()}
      >
        {t("common:save")}
      </Button>
    </Dialog>
  );
}

/** Asks before a member's part ends. */
export function EndPart({ member, projectId, open, onClose }: Props & { open: boolean }) {
  const { t } = useTranslation("consortia");
  const client = useQueryClient();
  const back = member.state === "invited";
  return (
    <Confirm
      title={t(back ? "take_back" : "end")}
      open={open}
      onClose={onClose}
      danger
      word={t(back ? "take_back" : "end")}
      act={async () => {
        await must(
          api.DELETE("/api/v1/projects/{project_id}/consortium/{member_id}", {
            params: { path: { project_id: projectId, member_id: member.id } },
          }),
        );
        await client.invalidateQueries({ queryKey: consortiumQuery(projectId).queryKey });
      }}
    >
      <p>{t(back ? "take_back_says" : "end_says", { name: member.organisation })}</p>
    </Confirm>
  );
}
