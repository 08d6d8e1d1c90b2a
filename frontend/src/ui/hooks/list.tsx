import { Plus, Webhook } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";
import { figure, PagedTable, usePaged } from "~/ui/table";
import { HookForm } from "./form";
import { HookMark } from "./marks";
import { type Home, type Hook, hooksKey, hooksOf } from "./queries";
import "./hooks.css";

/** The webhooks of a place, and a new one. `link` is the way to the page of one. */
export function Hooks({ home, link }: { home: Home; link: (hook: Hook) => ReactNode }) {
  const { t } = useTranslation("hooks");
  const [making, setMaking] = useState(false);
  const list = usePaged([...hooksKey(home), "list"], (after) => hooksOf(home, after), 5000);
  const rows = rowsOf(list);
  return (
    <div className="col g16">
      <div className="row between wrap g8">
        <p className="t2 grow">{t(`hint_${home.of}`)}</p>
        <Button look={rows.length === 0 ? "primary" : "line"} onPress={() => setMaking(true)}>
          <Icon of={Plus} size={16} />
          {t("make")}
        </Button>
      </div>
      <PagedTable
        list={list}
        lines={3}
        label={t("title")}
        keyOf={(row) => row.id}
        none={
          <Empty icon={Webhook} title={t("none")}>
            <p>{t("none_hint")}</p>
          </Empty>
        }
        columns={[
          { id: "name", word: t("name"), cell: link },
          {
            id: "address",
            word: t("address"),
            wide: true,
            look: "t3 hook-address",
            cell: (row) => row.address,
          },
          { id: "state", word: t("state_word"), cell: (row) => <HookMark state={row.state} /> },
          { ...figure("waiting", t("waiting")), cell: (row) => row.waiting },
        ]}
      />
      {making && <HookForm home={home} onClose={() => setMaking(false)} />}
    </div>
  );
}
