import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { RadioGroup, Select, TextField } from "~/ui/field";
import { bodyOf, type Draft, EMPTY, KINDS, type Kind, type Missing, missing } from "./model";
import { type Connection, connect, connectionsKey } from "./queries";

type Props = { projectId: number; onDone: (made: Connection) => void; onClose: () => void };

/** A bucket, and the key to it. */
export function ConnectionForm({ projectId, onDone, onClose }: Props) {
  const { t } = useTranslation(["data", "common"]);
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const lacking = asked ? missing(draft) : [];
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const error = (id: Missing) => (lacking.includes(id) ? t("upload.cloud.missing") : undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing(draft).length > 0) return;
    setBusy(true);
    setFault(undefined);
    try {
      const made = await connect(projectId, bodyOf(draft));
      await client.invalidateQueries({ queryKey: connectionsKey(projectId) });
      onDone(made);
    } catch (wrong) {
      setFault(wrong);
      setBusy(false);
    }
  };
  const { kind } = draft;
  return (
    <form onSubmit={submit} noValidate className="col g16" autoComplete="off">
      <Select
        label={t("upload.cloud.kind")}
        value={kind}
        onChange={(id) => set({ kind: id as Kind })}
        options={KINDS.map((id) => ({ id, name: t(`upload.cloud.kinds.${id}`) }))}
      />
      <TextField
        label={t("upload.cloud.called")}
        value={draft.name}
        onChange={(name) => set({ name })}
        maxLength={100}
        error={error("name")}
      />
      <div className="form-pair">
        <TextField
          label={t(kind === "az" ? "upload.cloud.container" : "upload.cloud.bucket")}
          value={draft.bucket}
          onChange={(bucket) => set({ bucket })}
          error={error("bucket")}
        />
        <TextField
          label={t("upload.cloud.folder")}
          value={draft.folder}
          onChange={(folder) => set({ folder })}
        />
      </div>
      {kind === "s3" && (
        <TextField
          label={t("upload.cloud.region")}
          value={draft.region}
          onChange={(region) => set({ region })}
          error={error("region")}
        />
      )}
      {kind === "other" && (
        <TextField
          label={t("upload.cloud.endpoint")}
          hint={t("upload.cloud.endpoint_hint")}
          placeholder="https://storage.example.org"
          value={draft.endpoint}
          onChange={(endpoint) => set({ endpoint })}
          error={error("endpoint")}
        />
      )}
      {kind !== "gs" && (
        <TextField
          label={t(kind === "az" ? "upload.cloud.account" : "upload.cloud.key_id")}
          value={draft.keyId}
          onChange={(keyId) => set({ keyId })}
          error={error("keyId")}
        />
      )}
      <TextField
        label={t(`upload.cloud.secrets.${kind}`)}
        hint={t("upload.cloud.secret_hint")}
        type={kind === "gs" ? "text" : "password"}
        autoComplete="new-password"
        value={draft.secret}
        onChange={(secret) => set({ secret })}
        error={error("secret")}
        {...(kind === "gs" ? { rows: 4 } : {})}
      />
      <RadioGroup
        label={t("upload.cloud.mode")}
        value={draft.mode}
        onChange={(mode) => set({ mode: mode as Draft["mode"] })}
        options={(["reference", "copy"] as const).map((id) => ({
          id,
          name: t(`upload.cloud.modes.${id}`),
          detail: t(`upload.cloud.modes_hint.${id}`),
        }))}
      />
      <Fault error={fault} />
      <footer className="row">
        <Button className="grow" onPress={onClose}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" look="primary" busy={busy} className="grow">
          {t("upload.cloud.connect")}
        </Button>
      </footer>
    </form>
  );
}
