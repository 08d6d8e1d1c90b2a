import { useQueryClient } from "@tanstack/react-query";
import { Cloud as CloudGlyph, Ellipsis, KeyRound, Plus, Unplug } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Confirm, Dialog } from "~/ui/dialog";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { rowsOf } from "~/ui/page";
import { ListFrame, usePaged } from "~/ui/table";
import type { Cloud } from "../job";
import { ConnectionForm } from "./form";
import { KeyForm } from "./key-form";
import { type Connection, connections, connectionsKey, disconnect } from "./queries";
import { Reach } from "./reach";

type Props = { projectId: number; onReached: (cloud: Cloud) => void };

/** The project's connections to clouds; one of them is open. */
export function Clouds({ projectId, onReached }: Props) {
  const { t } = useTranslation("data");
  const list = usePaged(connectionsKey(projectId), (after) => connections(projectId, after));
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<number | null>(null);
  const rows = rowsOf(list);
  const shown = rows.find((one) => one.id === open) ?? rows[0];
  const add = (look: "primary" | "line") => (
    <Button look={look} onPress={() => setAdding(true)}>
      <Icon of={Plus} />
      {t("upload.cloud.add")}
    </Button>
  );
  return (
    <section className="col g12" aria-label={t("upload.from.cloud")}>
      <ListFrame
        list={list}
        lines={3}
        none={
          <Empty icon={CloudGlyph} title={t("upload.cloud.none")}>
            <p>{t("upload.cloud.none_hint")}</p>
            {add("primary")}
          </Empty>
        }
      >
        <ul className="clouds">
          {rows.map((one) => (
            <Row
              key={one.id}
              projectId={projectId}
              connection={one}
              open={one.id === shown?.id}
              onOpen={() => setOpen(one.id)}
              onReached={onReached}
            />
          ))}
        </ul>
        {rows.length > 0 && <div>{add("line")}</div>}
      </ListFrame>
      <Dialog title={t("upload.cloud.add")} open={adding} onClose={() => setAdding(false)}>
        <ConnectionForm
          projectId={projectId}
          onClose={() => setAdding(false)}
          onDone={(made) => {
            setAdding(false);
            setOpen(made.id);
          }}
        />
      </Dialog>
    </section>
  );
}

type RowProps = Props & { connection: Connection; open: boolean; onOpen: () => void };

function Row({ projectId, connection, open, onOpen, onReached }: RowProps) {
  const { t } = useTranslation("data");
  const client = useQueryClient();
  const [asked, setAsked] = useState<"key" | "away" | null>(null);
  const close = () => setAsked(null);
  const away = async () => {
    await disconnect(projectId, connection.id);
    await client.invalidateQueries({ queryKey: connectionsKey(projectId) });
  };
  return (
    <li>
      <div className="row between">
        <div className="grow">
          <p className="strong break">{connection.name}</p>
          <p className="label t3 break">
            {connection.address} · {t(`upload.cloud.modes.${connection.mode}`)}
          </p>
        </div>
        {!open && (
          <Button look="line" onPress={onOpen}>
            {t("upload.cloud.open")}
          </Button>
        )}
        <Menu
          label={t("upload.cloud.acts", { name: connection.name })}
          acts={[
            {
              id: "key",
              word: t("upload.cloud.rekey"),
              icon: KeyRound,
              act: () => setAsked("key"),
            },
            {
              id: "away",
              word: t("upload.cloud.away"),
              icon: Unplug,
              danger: true,
              act: () => setAsked("away"),
            },
          ]}
        >
          <Button
            look="ghost"
            square
            aria-label={t("upload.cloud.acts", { name: connection.name })}
          >
            <Icon of={Ellipsis} />
          </Button>
        </Menu>
      </div>
      {open && <Reach projectId={projectId} connection={connection} onReached={onReached} />}
      <Dialog title={t("upload.cloud.rekey")} open={asked === "key"} onClose={close}>
        <KeyForm projectId={projectId} connection={connection} onClose={close} />
      </Dialog>
      <Confirm
        title={t("upload.cloud.away_title", { name: connection.name })}
        open={asked === "away"}
        onClose={close}
        act={away}
        word={t("upload.cloud.away")}
        danger
      >
        <p>{t("upload.cloud.away_means")}</p>
      </Confirm>
    </li>
  );
}
