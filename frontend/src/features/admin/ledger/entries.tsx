import { useNavigate, useSearch } from "@tanstack/react-router";
import { BookOpenText, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { useHouse } from "../house";
import { Between, endOf, startOf } from "../parts/dates";
import { HouseProjectFinder, PersonFinder, ProjectFinder } from "../parts/finders";
import { ENTRIES, type EntryKind } from "../words";
import { EntryTable } from "./entry-table";
import { useEntries } from "./queries";
import { Views } from "./views";

/** Every movement of money, the newest first. */
export function Entries() {
  const { t } = useTranslation(["admin", "common"]);
  const { number } = useFormat();
  const house = useHouse({ all: true });
  const search = useSearch({ from: "/inside/admin/ledger" });
  const { kind, project_id, person_id, account_id, since, until } = search;
  const go = useNavigate({ from: "/admin/ledger" });
  const list = useEntries({
    kind,
    project_id,
    person_id,
    account_id,
    since: startOf(since),
    until: endOf(until),
  });
  const rows = rowsOf(list);
  const put = (change: Partial<typeof search>) =>
    go({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  return (
    <>
      <PageTitle name={t("admin:pages.ledger")}>
        {list.isSuccess && rows.length > 0
          ? t(list.hasNextPage ? "admin:ledger.title_more" : "admin:ledger.title", {
              n: number(rows.length),
            })
          : t("admin:ledger.title_none")}
      </PageTitle>
      <Views />
      <div className="adm-tools">
        <Chips
          label={t("admin:ledger.kind")}
          parts={[
            { id: "all", word: t("common:all") },
            ...ENTRIES.map((one) => ({ id: one, word: t(`admin:ledger.kinds.${one}`) })),
          ]}
          chosen={kind ?? "all"}
          onChoose={(id) => put({ kind: id === "all" ? undefined : (id as EntryKind) })}
        />
      </div>
      <div className="adm-tools">
        {house === undefined ? (
          <ProjectFinder chosen={project_id} onChoose={(id) => put({ project_id: id })} />
        ) : (
          <HouseProjectFinder
            house={house.id}
            chosen={project_id}
            onChoose={(id) => put({ project_id: id })}
          />
        )}
        {house === undefined && (
          <PersonFinder chosen={person_id} onChoose={(id) => put({ person_id: id })} />
        )}
        {account_id !== undefined && (
          <span className="row g4 nowrap">
            <b>{t("admin:ledger.account_n", { n: account_id })}</b>
            <Button
              look="ghost"
              square
              aria-label={t("admin:filter.clear", { name: t("admin:ledger.account") })}
              onPress={() => put({ account_id: undefined })}
            >
              <Icon of={X} size={16} />
            </Button>
          </span>
        )}
        <Between since={since} until={until} onChange={put} />
      </div>
      <EntryTable
        list={list}
        label={t("admin:pages.ledger")}
        of={account_id}
        none={
          <Empty icon={BookOpenText} title={t("admin:ledger.none")}>
            <p>{t("admin:ledger.none_hint")}</p>
          </Empty>
        }
      />
    </>
  );
}
