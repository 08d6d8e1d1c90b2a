import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, CircleCheck, Clock, type LucideIcon, Send, TimerOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { More, rowsOf } from "~/ui/page";
import { Mark, type Tone } from "~/ui/state";
import { usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { OFFICES, type Office } from "./offices";

type Row = Schema<"InvitationView">;

/** Offices offered by mail, and what became of each offer. */
export function Invitations({ organisationId }: { organisationId: number }) {
  const { t } = useTranslation("admin");
  const key = ["admin", "organisation", organisationId, "invitations"];
  const list = usePaged(key, (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/invitations", {
        params: { path: { organisation_id: organisationId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const rows = rowsOf(list);
  return (
    <section className="sec">
      <h2 className="title">{t("invitations.title")}</h2>
      <Invite organisationId={organisationId} />
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={2} />}
      <ul className="list tight adm-list">
        {rows.map((row) => (
          <Line key={row.id} row={row} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Invite({ organisationId }: { organisationId: number }) {
  const { t } = useTranslation(["admin", "common"]);
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Office>("administrator");
  const invite = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/organisations/{organisation_id}/invitations", {
          params: { path: { organisation_id: organisationId } },
          body: { email, role },
        }),
      ),
    onSuccess: (sent) => {
      toast(t("admin:invitations.sent", { email: sent.email }));
      setEmail("");
      void client.invalidateQueries({ queryKey: ["admin", "organisation", organisationId] });
    },
  });
  return (
    <form
      className="col g8"
      onSubmit={(event) => {
        event.preventDefault();
        if (email.trim() !== "") invite.mutate();
      }}
    >
      <div className="adm-pair">
        <TextField
          label={t("admin:invitations.email")}
          type="email"
          value={email}
          onChange={setEmail}
          hint={t("admin:invitations.hint")}
        />
        <Select
          label={t("admin:people.office")}
          value={role}
          onChange={(key) => setRole(key as Office)}
          options={OFFICES.map((id) => ({
            id,
            name: t(`common:role.${id}`),
            detail: t(`admin:offices.says.${id}`),
          }))}
        />
      </div>
      <Fault error={invite.error} />
      <div>
        <Button
          type="submit"
          look="primary"
          busy={invite.isPending}
          isDisabled={email.trim() === ""}
        >
          <Icon of={Send} size={16} />
          {t("admin:invitations.send")}
        </Button>
      </div>
    </form>
  );
}

const STATES: Record<Row["state"], [LucideIcon, Tone]> = {
  open: [Clock, ""],
  accepted: [CircleCheck, "ok"],
  revoked: [Ban, "off"],
  expired: [TimerOff, "off"],
};

function Line({ row }: { row: Row }) {
  const { t } = useTranslation(["admin", "common"]);
  const { full } = useFormat();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      must(
        api.DELETE("/api/v1/organisations/{organisation_id}/invitations/{invitation_id}", {
          params: { path: { organisation_id: row.organisation_id, invitation_id: row.id } },
        }),
      ),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: ["admin", "organisation", row.organisation_id] }),
  });
  const [icon, tone] = STATES[row.state];
  return (
    <li>
      <div className="row between wrap">
        <span className="col grow">
          <b className="break">{row.email}</b>
          <span className="label t3">
            {t(`common:role.${row.role}`)} ·{" "}
            {row.state === "open"
              ? t("admin:invitations.until", { at: full(row.expires_at) })
              : full(row.created_at)}
          </span>
        </span>
        <Mark icon={icon} tone={tone}>
          {t(`admin:invitations.states.${row.state}`)}
        </Mark>
        {row.state === "open" && (
          <Button look="ghost" busy={revoke.isPending} onPress={() => revoke.mutate()}>
            {t("admin:invitations.revoke")}
          </Button>
        )}
      </div>
      <Fault error={revoke.error} />
    </li>
  );
}
