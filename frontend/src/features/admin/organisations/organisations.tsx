import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Building2, Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { meQuery, useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { usePaged } from "../parts/paged";
import { SearchBox } from "../parts/search";
import { Table } from "../parts/table";

/** Organisations: the operator's are all, an officer's his own. */
export function Organisations() {
  const { t } = useTranslation("admin");
  const me = useMe();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <PageTitle
        name={t("pages.organisations")}
        aside={
          <Button look="primary" main onPress={() => setAsks(true)}>
            <Icon of={Plus} />
            {t("organisations.found")}
          </Button>
        }
      >
        {me.operator
          ? t("organisations.title")
          : t("organisations.title_own", { n: me.organisations.length })}
      </PageTitle>
      {me.operator ? <All /> : <Own />}
      <Found open={asks} onClose={() => setAsks(false)} />
    </>
  );
}

function All() {
  const { t } = useTranslation("admin");
  const { q } = useSearch({ from: "/inside/admin/organisations" });
  const go = useNavigate({ from: "/admin/organisations" });
  const list = usePaged(["admin", "organisations", { q }], (after) =>
    must(
      api.GET("/api/v1/oversight/organisations", { params: { query: { q, after, limit: 50 } } }),
    ),
  );
  const rows = rowsOf(list);
  const search = useCallback(
    (text: string) => go({ search: { q: text || undefined }, replace: true }),
    [go],
  );
  return (
    <>
      <div className="adm-tools">
        <SearchBox label={t("organisations.search")} value={q ?? ""} onSearch={search} />
      </div>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={6} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty
          icon={Building2}
          title={t(q === undefined ? "organisations.none" : "organisations.nothing")}
        >
          {q === undefined && <p>{t("organisations.none_hint")}</p>}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label={t("pages.organisations")}
          columns={[
            { id: "name", word: t("organisations.name") },
            { id: "officers", word: t("organisations.officers"), num: true },
            { id: "projects", word: t("organisations.projects"), num: true },
            { id: "since", word: t("organisations.since"), num: true, wide: true },
          ]}
        >
          {rows.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </Table>
      )}
      <More list={list} />
    </>
  );
}

function Line({ row }: { row: Schema<"OrganisationRow"> }) {
  const { t } = useTranslation("admin");
  const { number, full } = useFormat();
  return (
    <tr>
      <td>
        <Link
          to="/admin/organisations/$organisationId"
          params={{ organisationId: String(row.id) }}
          className="adm-link strong"
        >
          {row.name}
        </Link>
      </td>
      <td className="num">{number(row.officers)}</td>
      <td className="num">
        {number(row.projects)}
        <span className="t3"> · {t("organisations.open_n", { n: number(row.open_projects) })}</span>
      </td>
      <td className="num t3 desk-only">{full(row.created_at)}</td>
    </tr>
  );
}

function Own() {
  const { t } = useTranslation(["admin", "common"]);
  const me = useMe();
  return (
    <ul className="list">
      {me.organisations.map((house) => (
        <li key={house.id} className="row between wrap">
          <Link
            to="/admin/organisations/$organisationId"
            params={{ organisationId: String(house.id) }}
            className="adm-link strong"
          >
            {house.name}
          </Link>
          <span className="t3">
            {house.roles.map((role) => t(`common:role.${role}`)).join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Founds an organisation; who does is its administrator. */
function Found({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const go = useNavigate();
  const [name, setName] = useState("");
  const found = useMutation({
    mutationFn: () => must(api.POST("/api/v1/organisations", { body: { name } })),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      void client.invalidateQueries({ queryKey: ["admin", "organisations"] });
      onClose();
      setName("");
      await go({
        to: "/admin/organisations/$organisationId",
        params: { organisationId: String(made.id) },
      });
    },
  });
  return (
    <Dialog title={t("organisations.found")} open={open} onClose={onClose}>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") found.mutate();
        }}
      >
        <TextField
          label={t("organisations.name")}
          hint={t("organisations.found_hint")}
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
        <Fault error={found.error} />
        <Button
          type="submit"
          look="primary"
          main
          full
          busy={found.isPending}
          isDisabled={name.trim() === ""}
        >
          {t("organisations.found")}
        </Button>
      </form>
    </Dialog>
  );
}
