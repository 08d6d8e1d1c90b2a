import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, TextField } from "~/ui/field";

const ROLES = ["worker", "primary_inspector", "secondary_inspector"] as const;

/** Some words to everybody in a project, or to those of some roles. */
export function WriteBulletin({
  projectId,
  onClose,
  onSent,
}: {
  projectId: number;
  onClose: () => void;
  onSent: () => void;
}) {
  const { t } = useTranslation("reading");
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const [roles, setRoles] = useState<readonly (typeof ROLES)[number][]>(ROLES);
  const [tried, setTried] = useState(false);
  const sending = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/bulletins", {
          params: { path: { project_id: projectId } },
          body: { title, body, roles: roles.length === ROLES.length ? null : [...roles] },
        }),
      ),
    onSuccess: onSent,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (title.trim() !== "" && body.trim() !== "" && roles.length > 0) sending.mutate();
  };
  return (
    <Dialog open title={t("bulletin.write")} onClose={onClose}>
      <form className="col g16" onSubmit={send} noValidate>
        <TextField
          label={t("bulletin.name")}
          value={title}
          onChange={setTitle}
          maxLength={200}
          validationBehavior="aria"
          error={tried && title.trim() === "" ? t("bulletin.need_name") : undefined}
        />
        <TextField
          label={t("bulletin.body")}
          hint={t("bulletin.body_hint")}
          rows={7}
          value={body}
          onChange={setBody}
          maxLength={20_000}
          validationBehavior="aria"
          error={tried && body.trim() === "" ? t("bulletin.need_body") : undefined}
        />
        <fieldset className="col g6">
          <legend className="label strong">{t("bulletin.to")}</legend>
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              isSelected={roles.includes(role)}
              onChange={(on) =>
                setRoles(ROLES.filter((one) => (one === role ? on : roles.includes(one))))
              }
            >
              {t(`bulletin.roles.${role}`)}
            </Checkbox>
          ))}
        </fieldset>
        <Fault error={sending.error} />
        <Button
          type="submit"
          look="primary"
          main
          full
          busy={sending.isPending}
          isDisabled={roles.length === 0}
        >
          {t("bulletin.send")}
        </Button>
      </form>
    </Dialog>
  );
}
