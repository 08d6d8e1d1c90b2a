import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";

type Path = { organisation_id: number; member_id: number };
type Role = Schema<"ConsortiumPartOut">["roles"][number];
const AT = "/api/v1/organisations/{organisation_id}/consortia/{member_id}/invitations";
const keyOf = (path: Path) => [
  "admin",
  "organisation",
  path.organisation_id,
  "consortia",
  path.member_id,
  "invitations",
];

/** Whom the organisation invites into the project, in the roles that the lead grants. */
export function PartInvitations({ path, roles }: { path: Path; roles: Role[] }) {
  const { t } = useTranslation(["consortia", "admin", "common"]);
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(roles[0] ?? "worker");
  const again = () => client.invalidateQueries({ queryKey: keyOf(path) });
  const list = usePaged(keyOf(path), (after) =>
    must(api.GET(AT, { params: { path, query: { after, limit: 50 } } })),
  );
  const invite = useMutation({
    mutationFn: () => must(api.POST(AT, { params: { path }, body: { email, role } })),
    onSuccess: (sent) => {
      toast(t("admin:invitations.sent", { email: sent.email }));
      setEmail("");
      void again();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: number) =>
      must(
        api.DELETE(`${AT}/{invitation_id}`, { params: { path: { ...path, invitation_id: id } } }),
      ),
    onSuccess: again,
  });
  return (
    <section className="sec">
      <h2 className="title">{t("consortia:invite_people")}</h2>
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
          />
          <Select
            label={t("consortia:roles_of")}
            value={role}
            onChange={(key) => setRole(key as Role)}
            options={roles.map((id) => ({ id, name: t(`common:role.${id}`) }))}
          />
        </div>
        <Fault error={invite.error ?? revoke.error} />
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
      <ListFrame list={list} lines={2} none={null}>
        <ul className="list tight adm-list">
          {rowsOf(list).map((row) => (
            <li key={row.id}>
              <div className="row between wrap">
                <span className="col grow">
                  <b className="break">{row.email}</b>
                  <span className="label t3">
                    {t(`common:role.${row.role}`)} · {t(`admin:invitations.states.${row.state}`)}
                  </span>
                </span>
                {row.state === "open" && (
                  <Button look="ghost" onPress={() => revoke.mutate(row.id)}>
                    {t("admin:invitations.revoke")}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      </ListFrame>
    </section>
  );
}
