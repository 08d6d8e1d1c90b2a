import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Note } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { type Participation, participationQuery } from "./queries";

type Props = { projectId: number; guardian: Participation["guardian"] };

/** Asks a guardian by mail; once that was done, to whom it went and how it stands. */
export function GuardianForm({ projectId, guardian }: Props) {
  const { t } = useTranslation("taking");
  const { full } = useFormat();
  const client = useQueryClient();
  const [said, setSaid] = useState({
    name: guardian?.name ?? "",
    relation: guardian?.relation ?? "",
    email: guardian?.email ?? "",
  });
  const [tried, setTried] = useState(false);
  const ask = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/projects/{project_id}/guardian", {
          params: { path: { project_id: projectId } },
          body: said,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: participationQuery(projectId).queryKey }),
  });
  const wrong = {
    name: said.name.trim() === "",
    relation: said.relation.trim() === "",
    email: !/^\S+@\S+$/.test(said.email.trim()),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong.name && !wrong.relation && !wrong.email) ask.mutate();
  };
  const field = (name: keyof typeof said, hint?: string) => (
    <TextField
      label={t(`guardian.${name}`)}
      {...(hint === undefined ? {} : { hint })}
      {...(name === "email" ? { type: "email" as const } : {})}
      maxLength={name === "email" ? 254 : 100}
      validationBehavior="aria"
      value={said[name]}
      error={tried && wrong[name] ? t(`guardian.${name}_need`) : undefined}
      onChange={(value) => setSaid({ ...said, [name]: value })}
    />
  );
  return (
    <form onSubmit={submit} noValidate className="col g16">
      <p className="t2">{t("guardian.why")}</p>
      {guardian !== null && (
        <Note icon={MailCheck} tone="now">
          <p>{t("guardian.sent", { email: guardian.email, at: full(guardian.asked_at) })}</p>
        </Note>
      )}
      {field("name")}
      {field("relation", t("guardian.relation_hint"))}
      {field("email", t("guardian.email_hint"))}
      <Fault error={ask.error} />
      <Button
        type="submit"
        look={guardian === null ? "primary" : "line"}
        main
        full
        busy={ask.isPending}
      >
        {t(guardian === null ? "guardian.ask" : "guardian.again")}
      </Button>
    </form>
  );
}
