import { useQueryClient } from "@tanstack/react-query";
import { UserCog } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { meQuery } from "~/api/session";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox } from "~/ui/field";
import { Icon } from "~/ui/icons";
import type { Figures } from "./figures";
import { Propose } from "./propose";
import { ROLES, type Role } from "./queries";

/** What somebody may do here: each role given and taken at once. */
export function Roles({ row, projectId }: { row: Figures; projectId: number }) {
  const { t } = useTranslation(["projects", "common", "fair"]);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [held, setHeld] = useState<ReadonlySet<Role> | null>(null);
  const [fault, setFault] = useState<unknown>();
  const [proposing, setProposing] = useState(false);
  const shown = held ?? new Set<Role>(row.roles);
  const name = row.name ?? row.pseudonym;

  const change = async (role: Role, give: boolean) => {
    const before = shown;
    const next = new Set(before);
    if (give) next.add(role);
    else next.delete(role);
    setHeld(next);
    setFault(undefined);
    const path = { project_id: projectId, person_id: row.person_id ?? 0, role };
    const to = "/api/v1/projects/{project_id}/members/{person_id}/roles/{role}";
    try {
      if (give) await must(api.PUT(to, { params: { path } }));
      else await must(api.DELETE(to, { params: { path } }));
      await client.invalidateQueries({ queryKey: ["project", projectId, "members"] });
      // One's own roles may have been among them.
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      setHeld(null);
    } catch (error) {
      setHeld(before);
      setFault(error);
    }
  };
  return (
    <>
      <Button
        look="ghost"
        square
        aria-label={t("people.roles_of", { name })}
        onPress={() => setOpen(true)}
      >
        <Icon of={UserCog} />
      </Button>
      <Dialog title={t("people.roles_of", { name })} open={open} onClose={() => setOpen(false)}>
        <div className="col">
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              isSelected={shown.has(role)}
              onChange={(give) => change(role, give)}
            >
              {t(`common:role.${role}`)}
              <small className="hint block">{t(`people.does.${role}`)}</small>
            </Checkbox>
          ))}
        </div>
        <p className="hint">{t("people.roles_hint")}</p>
        <Fault error={fault} />
        {row.done > 0 && row.person_id !== null && (
          <Button
            look="line"
            className="self-start"
            onPress={() => {
              setOpen(false);
              setProposing(true);
            }}
          >
            {t("fair:propose.act")}
          </Button>
        )}
      </Dialog>
      {proposing && row.person_id !== null && (
        <Propose
          projectId={projectId}
          personId={row.person_id}
          name={name}
          onClose={() => setProposing(false)}
        />
      )}
    </>
  );
}
