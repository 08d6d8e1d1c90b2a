import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import type { Cloud } from "../job";
import { type Connection, tryOut } from "./queries";

type Props = { projectId: number; connection: Connection; onReached: (cloud: Cloud) => void };

/** Which folder of a connection, what lies there, and the way to look at it whole. */
export function Reach({ projectId, connection, onReached }: Props) {
  const { t } = useTranslation("data");
  const [folder, setFolder] = useState("");
  const [tried, setTried] = useState<Schema<"CloudTriedOut"> | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const inner = folder.trim().replace(/^\/+|\/+$/g, "");
  const look = async () => {
    setBusy(true);
    setFault(undefined);
    setTried(null);
    try {
      setTried(await tryOut(projectId, connection.id, inner));
    } catch (wrong) {
      setFault(wrong);
    }
    setBusy(false);
  };
  const go = () =>
    onReached({ connectionId: connection.id, folder: inner, name: inner || connection.name });
  return (
    <div className="col g12">
      <TextField
        label={t("upload.cloud.inner")}
        hint={t("upload.cloud.inner_hint")}
        value={folder}
        onChange={(next) => {
          setFolder(next);
          setTried(null);
        }}
      />
      <div className="row wrap">
        <Button look="primary" main onPress={go}>
          {t("upload.cloud.check")}
        </Button>
        <Button look="line" busy={busy} onPress={look}>
          {t("upload.cloud.try")}
        </Button>
      </div>
      <Fault error={fault} />
      {tried !== null && <Files tried={tried} />}
    </div>
  );
}

function Files({ tried }: { tried: Schema<"CloudTriedOut"> }) {
  const { t } = useTranslation("data");
  const { bytes } = useFormat();
  if (tried.files.length === 0)
    return (
      <p className="label t2" role="status">
        {t("upload.cloud.nothing")}
      </p>
    );
  return (
    <section aria-label={t("upload.cloud.found")}>
      <p className="label strong" role="status">
        {t("upload.cloud.found")}
      </p>
      <ul className="list tight">
        {tried.files.map((file) => (
          <li key={file.name}>
            <span className="grow break">{file.name}</span>
            <span className="label t3 nowrap">{bytes(file.size)}</span>
          </li>
        ))}
      </ul>
      {tried.more && <p className="hint">{t("upload.cloud.more")}</p>}
    </section>
  );
}
