import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { toast } from "~/ui/toast";
import { type Connection, rekey } from "./queries";

type Props = { projectId: number; connection: Connection; onClose: () => void };

/** Another key to the same place. */
export function KeyForm({ projectId, connection, onClose }: Props) {
  const { t } = useTranslation(["data", "common"]);
  const [keyId, setKeyId] = useState(connection.key_id ?? "");
  const [secret, setSecret] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const google = connection.address.startsWith("gs:");
  const azure = connection.address.startsWith("az:");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (secret === "") return;
    setBusy(true);
    setFault(undefined);
    try {
      await rekey(projectId, connection.id, { key_id: keyId.trim() || null, secret });
      toast(t("upload.cloud.rekeyed"));
      onClose();
    } catch (wrong) {
      setFault(wrong);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate className="col g16" autoComplete="off">
      {!google && (
        <TextField
          label={t(azure ? "upload.cloud.account" : "upload.cloud.key_id")}
          value={keyId}
          onChange={setKeyId}
        />
      )}
      <TextField
        label={t(`upload.cloud.secrets.${google ? "gs" : azure ? "az" : "s3"}`)}
        type={google ? "text" : "password"}
        autoComplete="new-password"
        value={secret}
        onChange={setSecret}
        error={asked && secret === "" ? t("upload.cloud.missing") : undefined}
        {...(google ? { rows: 4 } : {})}
      />
      <Fault error={fault} />
      <footer className="row">
        <Button className="grow" onPress={onClose}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" look="primary" busy={busy} className="grow">
          {t("upload.cloud.rekey")}
        </Button>
      </footer>
    </form>
  );
}
