import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Building2, Plus } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { meQuery, useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Empty, Fault } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { figure, moment, PagedTable, usePaged } from "~/ui/table";
import { SearchBox } from "../parts/search";

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
  const { number, full } = useFormat();
  const { q } = useSearch({ from: "/inside/admin/organisations" });
  const go = useNavigate({ from: "/admin/organisations" });
  const list = usePaged(["admin", "organisations", { q }], (after) =>
    must(
      api.GET("/api/v1/oversight/organisations", { params: { query: { q, after, limit: 50 } } }),
    ),
  );
  const search = useCallback(
    (text: string) => go({ search: { q: text || undefined }, replace: true }),
    [go],
  );
  return (
    <>
      <div className="adm-tools">
        <SearchBox label={t("organisations.search")} value={q ?? ""} onSearch={search} />
      </div>
      <PagedTable
        list={list}
        label={t("pages.organisations")}
        keyOf={(row) => row.id}
        none={
          <Empty
            icon={Building2}
            title={t(q === undefined ? "organisations.none" : "organisations.nothing")}
          >
            {q === undefined && <p>{t("organisations.none_hint")}</p>}
          </Empty>
        }
        columns={[
          {
            id: "name",
            word: t("organisations.name"),
            cell: (row) => (
              <Link
                to="/admin/organisations/$organisationId"
                params={{ organisationId: String(row.id) }}
                className="row-link"
              >
                {row.name}
              </Link>
            ),
          },
          {
            ...figure("officers", t("organisations.officers")),
            cell: (row) => number(row.officers),
          },
          {
            ...figure("projects", t("organisations.projects")),
            cell: (row) => number(row.projects),
          },
          {
            ...figure("open", t("organisations.open")),
            wide: true,
            cell: (row) => number(row.open_projects),
          },
          { ...moment("since", t("organisations.since")), cell: (row) => full(row.created_at) },
        ]}
      />
    </>
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
