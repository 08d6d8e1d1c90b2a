import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import { OFFICES, type Office, useOffice } from "../organisations/offices";
import { type Person, personQuery } from "./queries";

/** In which offices somebody is; given and taken here. */
export function Offices({ person }: { person: Person }) {
  const { t } = useTranslation("admin");
  const [asks, setAsks] = useState(false);
  return (
    <section className="col g8">
      <div className="row between wrap">
        <h2 className="title">{t("people.offices")}</h2>
        {person.left_at === null && (
          <Button look="ghost" onPress={() => setAsks(true)}>
            <Icon of={Plus} size={16} />
            {t("people.give_office")}
          </Button>
        )}
      </div>
      {person.organisations.length === 0 && <p className="t3">{t("people.no_offices")}</p>}
      <ul className="list tight">
        {person.organisations.map((house) => (
          <li key={house.id} className="row between wrap">
            <Link
              to="/admin/organisations/$organisationId"
              params={{ organisationId: String(house.id) }}
              className="adm-link strong grow"
            >
              {house.name}
            </Link>
            {house.roles.map((role) => (
              <Taken key={role} person={person} house={house} role={role} />
            ))}
          </li>
        ))}
      </ul>
      <Give person={person} open={asks} onClose={() => setAsks(false)} />
    </section>
  );
}

type Of = { person: Person; house: Schema<"OfficesView">; role: Office };

/** An office that is held; pressed away, it is taken. */
function Taken({ person, house, role }: Of) {
  const { t } = useTranslation(["admin", "common"]);
  const { revoke } = useOffice(house.id);
  const client = useQueryClient();
  const word = t(`common:role.${role}`);
  return (
    <span className="col">
      <span className="row g4">
        <span>{word}</span>
        <Button
          look="ghost"
          square
          busy={revoke.isPending}
          aria-label={t("admin:offices.take", { role: word, name: person.name })}
          onPress={() =>
            revoke.mutate(
              { personId: person.id, role },
              {
                onSuccess: () => {
                  void client.invalidateQueries({ queryKey: personQuery(person.id).queryKey });
                  toast(t("admin:offices.taken", { role: word }));
                },
              },
            )
          }
        >
          <Icon of={X} size={16} />
        </Button>
      </span>
      <Fault error={revoke.error} />
    </span>
  );
}

function Give({ person, open, onClose }: { person: Person; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(["admin", "common"]);
  const client = useQueryClient();
  const [house, setHouse] = useState<string | null>(null);
  const [role, setRole] = useState<Office>("administrator");
  const houses = useQuery({
    queryKey: ["admin", "organisations", "choice"],
    enabled: open,
    queryFn: () =>
      must(api.GET("/api/v1/oversight/organisations", { params: { query: { limit: 200 } } })),
  });
  const give = useMutation({
    mutationFn: () =>
      must(
        api.PUT("/api/v1/organisations/{organisation_id}/members/{person_id}/roles/{role}", {
          params: {
            path: { organisation_id: Number(house), person_id: person.id, role },
          },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: personQuery(person.id).queryKey });
      toast(t("admin:offices.given", { role: t(`common:role.${role}`) }));
      onClose();
    },
  });
  return (
    <Dialog title={t("admin:people.give_office")} open={open} onClose={onClose}>
      <Select
        label={t("admin:people.house")}
        value={house}
        onChange={(key) => setHouse(key === null ? null : String(key))}
        options={(houses.data?.items ?? []).map((one) => ({ id: String(one.id), name: one.name }))}
      />
      <Select
        label={t("admin:people.office")}
        value={role}
        onChange={(key) => setRole(key as Office)}
        options={OFFICES.map((id) => ({
          id,
          name: t(`common:role.${id}`),
          detail: t(`admin:offices.says.${id}`),
        }))}
      />
      <Fault error={houses.error ?? give.error} />
      <Button
        look="primary"
        main
        full
        busy={give.isPending}
        isDisabled={house === null}
        onPress={() => give.mutate()}
      >
        {t("admin:people.give_office")}
      </Button>
    </Dialog>
  );
}
