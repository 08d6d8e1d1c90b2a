import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Checkbox, RadioGroup, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { ShownOnce } from "~/ui/once";
import { SCOPES } from "./scopes";
import { Narrower } from "./token-narrower";

const LASTS = { "30": 30, "365": 365, none: null } as const;
type Lasts = keyof typeof LASTS;

/** Makes a key: its name, what it may do, for how long; then shows it, once. */
export function MakeToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set(["read"]));
  const [projects, setProjects] = useState<ReadonlySet<number>>(new Set());
  const [lasts, setLasts] = useState<Lasts>("365");
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/tokens", {
          body: {
            name: name.trim(),
            scopes: [...scopes],
            projects: projects.size > 0 ? [...projects] : null,
            days: LASTS[lasts],
          },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "" && scopes.size > 0) make.mutate();
  };
  const toggle = (scope: string, on: boolean) => {
    const next = new Set(scopes);
    if (on) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };
  if (make.data !== undefined) return <Made token={make.data.token} onClose={onClose} />;
  return (
    <Dialog title={t("tokens.make")} open onClose={onClose}>
      <form onSubmit={submit} noValidate className="col g16">
        <TextField
          label={t("tokens.name")}
          maxLength={100}
          validationBehavior="aria"
          value={name}
          onChange={setName}
          hint={t("tokens.name_hint")}
          error={tried && name.trim() === "" ? t("tokens.name_need") : undefined}
          autoFocus
        />
        <fieldset className="field border-0 p-0 m-0">
          <legend className="label strong">{t("tokens.scopes")}</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              isSelected={scopes.has(scope)}
              onChange={(on) => toggle(scope, on)}
            >
              {t(`tokens.scope.${scope}`)}
            </Checkbox>
          ))}
          {tried && scopes.size === 0 && (
            <p role="alert" className="err">
              <Icon of={CircleAlert} size={16} />
              {t("tokens.scopes_need")}
            </p>
          )}
        </fieldset>
        <Narrower scopes={scopes} onScope={toggle} projects={projects} onProjects={setProjects} />
        <RadioGroup
          label={t("tokens.days")}
          value={lasts}
          onChange={(key) => setLasts(key as Lasts)}
          options={(["30", "365", "none"] as const).map((one) => ({
            id: one,
            name: t(`tokens.days_${one}`),
          }))}
        />
        <Fault error={make.error} />
        <Button type="submit" look="primary" main full busy={make.isPending}>
          {t("tokens.make")}
        </Button>
      </form>
    </Dialog>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation("account");
  const words = {
    title: t("tokens.made"),
    hint: t("tokens.made_hint"),
    copy: t("tokens.copy"),
    copied: t("tokens.copied"),
    done: t("tokens.done"),
  };
  return (
    <ShownOnce words={words} text={token} onClose={onClose}>
      <code className="self-key">{token}</code>
    </ShownOnce>
  );
}
