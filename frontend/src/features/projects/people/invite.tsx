import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { invitationsQuery, ROLES, type Role } from "./queries";

const SHAPE = /^[^\s@,;]+@[^\s@,;]+\.?[^\s@,;]*$/;

/** The addresses in a text: one, or several apart by commas, semicolons or spaces. */
const addresses = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((one) => one !== "")),
];

/** Offers a role in the project to addresses. */
export function Invite({ projectId }: { projectId: number }) {
  const { t } = useTranslation(["projects", "common"]);
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role>("worker");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const [fault, setFault] = useState<unknown>();
  const options = ROLES.map((id) => ({
    id,
    name: t(`common:role.${id}`),
    detail: t(`people.does.${id}`),
  }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = addresses(text);
    const odd = wanted.find((one) => !SHAPE.test(one));
    setFault(undefined);
    if (wanted.length === 0 || odd !== undefined) {
      setWrong(
        odd === undefined ? t("people.fault.none") : t("people.fault.address", { address: odd }),
      );
      return;
    }
    setWrong(undefined);
    setBusy(true);
    const left = [...wanted];
    try {
      for (const email of wanted) {
        await must(
          api.POST("/api/v1/projects/{project_id}/invitations", {
            params: { path: { project_id: projectId } },
            body: { email, role },
          }),
        );
        left.shift();
      }
      toast(
        wanted.length === 1
          ? t("people.invited", { address: wanted[0] ?? "" })
          : t("people.invited_n", { n: wanted.length }),
      );
    } catch (error) {
      const at = left[0] ?? "";
      if (isProblem(error) && error.code === "malformed")
        setWrong(t("people.fault.address", { address: at }));
      else setFault(error);
    } finally {
      // What was sent leaves the field, what was not stays to be mended; what was typed meanwhile
      // is nobody's to overwrite.
      setText((now) => (now === text ? left.join(", ") : now));
      setBusy(false);
      await client.invalidateQueries({ queryKey: invitationsQuery(projectId).queryKey });
    }
  };
  return (
    <form onSubmit={submit} className="col g8" noValidate>
      <div className="invite-line">
        <TextField
          label={t("people.addresses")}
          placeholder="minji@example.com"
          value={text}
          onChange={(next) => {
            setText(next);
            setWrong(undefined);
          }}
          inputMode="email"
          autoComplete="off"
          error={wrong}
        />
        <Select
          label={t("people.role")}
          options={options}
          value={role}
          onChange={(next) => setRole(next as Role)}
        />
        <Button type="submit" look="line" busy={busy}>
          <Icon of={Send} />
          {t("people.invite")}
        </Button>
      </div>
      <p className="hint">{t("people.addresses_hint")}</p>
      <Fault error={fault} />
    </form>
  );
}
