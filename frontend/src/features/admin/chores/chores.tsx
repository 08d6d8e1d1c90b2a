import { useNavigate, useSearch } from "@tanstack/react-router";
import { Server } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { liveKeys, useLive } from "~/api/live";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { ChoreMark } from "~/ui/state";
import { moment, PagedTable, usePaged } from "~/ui/table";
import { CHORE_STATES, type ChoreState } from "../words";
import { ChoreActs, ChoreName, ChoreProgress } from "./line";

/** All background work, as it goes on. */
export function Chores() {
  const { t } = useTranslation(["admin", "common"]);
  const { full } = useFormat();
  const { state } = useSearch({ from: "/inside/admin/chores" });
  const go = useNavigate({ from: "/admin/chores" });
  useLive(null);
  const list = usePaged([...liveKeys.chores(null), "list", state ?? null], (after) =>
    must(api.GET("/api/v1/chores", { params: { query: { state, after, limit: 50 } } })),
  );
  const rows = rowsOf(list);
  const running = rows.filter((row) => row.state === "running").length;
  const dead = rows.filter((row) => row.state === "dead").length;
  const title = !list.isSuccess
    ? t("admin:pages.chores")
    : dead > 0
      ? t("admin:chores.title_dead", { n: dead })
      : running > 0
        ? t("admin:chores.title_running", { n: running })
        : t("admin:chores.title_idle");
  return (
    <>
      <PageTitle name={t("admin:pages.chores")}>{title}</PageTitle>
      <div className="adm-tools">
        <Chips
          label={t("admin:chores.which")}
          parts={[
            { id: "all", word: t("common:all") },
            ...CHORE_STATES.map((one) => ({ id: one, word: t(`common:chore_state.${one}`) })),
          ]}
          chosen={state ?? "all"}
          onChoose={(id) =>
            go({ search: { state: id === "all" ? undefined : (id as ChoreState) } })
          }
        />
      </div>
      <PagedTable
        list={list}
        lines={8}
        label={t("admin:pages.chores")}
        keyOf={(row) => row.id}
        none={
          <Empty
            icon={Server}
            title={t(state === undefined ? "admin:chores.none_all" : "admin:chores.none")}
          >
            <p>{t("admin:chores.none_hint")}</p>
          </Empty>
        }
        columns={[
          {
            id: "kind",
            word: t("admin:chores.kind"),
            cell: (row) => <ChoreName row={row} />,
          },
          {
            id: "state",
            word: t("admin:people.state"),
            look: "nowrap",
            cell: (row) => <ChoreMark state={row.state} />,
          },
          {
            id: "progress",
            word: t("admin:chores.progress"),
            wide: true,
            cell: (row) => <ChoreProgress row={row} />,
          },
          {
            id: "tries",
            word: t("admin:chores.tries"),
            num: true,
            wide: true,
            look: "t2",
            cell: (row) => `${row.attempts} / ${row.max_attempts}`,
          },
          { ...moment("at", t("admin:chores.at")), cell: (row) => full(row.created_at) },
          {
            id: "acts",
            word: t("admin:chores.acts"),
            hidden: true,
            num: true,
            cell: (row) => <ChoreActs row={row} />,
          },
        ]}
      />
    </>
  );
}
