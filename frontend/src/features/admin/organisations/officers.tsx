import { Link } from "@tanstack/react-router";
import { Plus, X } from "lucide-react";
import { Button as Pressed } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { Button } from "~/ui/button";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { More, rowsOf } from "~/ui/page";
import { usePaged } from "~/ui/table";
import { toast } from "~/ui/toast";
import { OFFICES, type Office, useOffice } from "./offices";

/** Who holds which office, given and taken here. */
export function Officers({ organisationId }: { organisationId: number }) {
  const { t } = useTranslation("admin");
  const list = usePaged(["admin", "organisation", organisationId, "officers"], (after) =>
    must(
      api.GET("/api/v1/organisations/{organisation_id}/members", {
        params: { path: { organisation_id: organisationId }, query: { after, limit: 50 } },
      }),
    ),
  );
  const rows = rowsOf(list);
  return (
    <section className="sec">
      <h2 className="title">{t("offices.title")}</h2>
      <p className="label t3">{t("offices.hint")}</p>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={3} />}
      <ul className="list tight adm-list">
        {rows.map((row) => (
          <Line key={row.person_id} row={row} organisationId={organisationId} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Line({ row, organisationId }: { row: Schema<"OfficerView">; organisationId: number }) {
  const { t } = useTranslation(["admin", "common"]);
  const me = useMe();
  const { grant, revoke } = useOffice(organisationId);
  const free = OFFICES.filter((role) => !row.roles.includes(role));
  const take = (role: Office) => {
    const word = t(`common:role.${role}`);
    revoke.mutate(
      { personId: row.person_id, role },
      {
        onSuccess: () =>
          toast(t("admin:offices.taken", { role: word }), {
            word: t("common:undo"),
            act: () => grant.mutate({ personId: row.person_id, role }),
          }),
      },
    );
  };
  return (
    <li>
      <div className="row between wrap">
        <span className="col grow">
          {me.operator ? (
            <Link
              to="/admin/people/$personId"
              params={{ personId: String(row.person_id) }}
              className="adm-link strong"
            >
              {row.name}
            </Link>
          ) : (
            <b>{row.name}</b>
          )}
          <span className="label t3 break">{row.email}</span>
        </span>
        {row.roles.map((role) => (
          <span key={role} className="row g4">
            {t(`common:role.${role}`)}
            <Button
              look="ghost"
              square
              aria-label={t("admin:offices.take", {
                role: t(`common:role.${role}`),
                name: row.name,
              })}
              onPress={() => take(role)}
            >
              <Icon of={X} size={16} />
            </Button>
          </span>
        ))}
        {free.length > 0 && (
          <Menu
            label={t("admin:offices.give", { name: row.name })}
            acts={free.map((role) => ({
              id: role,
              word: t(`common:role.${role}`),
              act: () => grant.mutate({ personId: row.person_id, role }),
            }))}
          >
            <Pressed
              className="btn ghost sq"
              aria-label={t("admin:offices.give", { name: row.name })}
            >
              <Icon of={Plus} size={16} />
            </Pressed>
          </Menu>
        )}
      </div>
      <Fault error={grant.error ?? revoke.error} />
    </li>
  );
}
