import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Clock, Send, TimerOff, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { ListFrame } from "~/ui/table";
import { toast } from "~/ui/toast";
import { type Invitation, invitationsQuery, type Role } from "./queries";

const MARKS = {
  open: [Clock, ""],
  accepted: [Check, "ok"],
  revoked: [Undo2, "off"],
  expired: [TimerOff, "warn"],
} as const;

/** Offers that were sent; an open one can be sent again or taken back. */
export function Invitations({ projectId }: { projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const list = useInfiniteQuery(invitationsQuery(projectId));
  const rows = rowsOf(list);
  return (
    <ListFrame list={list} lines={2} none={<p className="hint">{t("people.no_invitations")}</p>}>
      {rows.length > 0 && (
        <ul className="list tight" aria-label={t("people.invitations")}>
          {rows.map((row) => (
            <InvitationRow key={row.id} row={row} projectId={projectId} />
          ))}
        </ul>
      )}
    </ListFrame>
  );
}

function InvitationRow({ row, projectId }: { row: Invitation; projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const { day } = useFormat();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [icon, tone] = MARKS[row.state];
  const act = async (what: () => Promise<unknown>, word: string) => {
    setBusy(true);
    setFault(undefined);
    try {
      await what();
      toast(word);
      await client.invalidateQueries({ queryKey: invitationsQuery(projectId).queryKey });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const path = { project_id: projectId };
  const again = () =>
    must(
      api.POST("/api/v1/projects/{project_id}/invitations", {
        params: { path },
        body: { email: row.email, role: row.role as Role },
      }),
    );
  const revoke = () =>
    must(
      api.DELETE("/api/v1/projects/{project_id}/invitations/{invitation_id}", {
        params: { path: { ...path, invitation_id: row.id } },
      }),
    );
  return (
    <li className="invitation">
      <div className="grow">
        <p className="strong clip">{row.email}</p>
        <p className="label t3">
          {t(`common:role.${row.role}`)}
          {row.state === "open" && ` · ${t("people.until", { day: day(row.expires_at) })}`}
        </p>
        <Fault error={fault} />
      </div>
      <Mark icon={icon} tone={tone}>
        {t(`people.invitation.${row.state}`)}
      </Mark>
      {(row.state === "open" || row.state === "expired") && (
        <Button look="ghost" busy={busy} onPress={() => act(again, t("people.sent_again"))}>
          <Icon of={Send} />
          {t("people.send_again")}
        </Button>
      )}
      {row.state === "open" && (
        <Button look="ghost" busy={busy} onPress={() => act(revoke, t("people.revoked"))}>
          <Icon of={Undo2} />
          {t("people.revoke")}
        </Button>
      )}
    </li>
  );
}
