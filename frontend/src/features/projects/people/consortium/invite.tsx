import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { Granting } from "./granting";
import { consortiumQuery, type Granted } from "./queries";

/** Invites an organisation by its name or number; its administrators answer. */
export function InviteHouse({ projectId }: { projectId: number }) {
  const { t } = useTranslation("consortia");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<Granted[]>(["worker"]);
  const invite = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/consortium", {
          params: { path: { project_id: projectId } },
          body: { organisation: name.trim(), roles },
        }),
      ),
    onSuccess: (found) => {
      client.setQueryData(consortiumQuery(projectId).queryKey, found);
      toast(t("sent", { name: name.trim() }));
      setName("");
    },
  });
  const ready = name.trim() !== "" && roles.length > 0;
  return (
    <section className="sec">
      <h2 className="title">{t("invite")}</h2>
      <form
        className="col g16 narrow"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) invite.mutate();
        }}
      >
        <TextField
          label={t("organisation")}
          value={name}
          onChange={setName}
          maxLength={200}
          hint={t("organisation_hint")}
        />
        <Granting chosen={roles} onChange={setRoles} />
        <Fault error={invite.error} />
        <div>
          <Button type="submit" look="primary" busy={invite.isPending} isDisabled={!ready}>
            <Icon of={Building2} size={16} />
            {t("send")}
          </Button>
        </div>
      </form>
    </section>
  );
}
