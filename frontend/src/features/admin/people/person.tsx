import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { MailCheck, ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { PlaceMark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { Offices } from "./offices";
import { PersonMarks } from "./people";
import { type Person, personQuery } from "./queries";

/** One account: what its owner may do, and where he works. */
export function PersonPage() {
  const { personId } = useParams({ from: "/inside/admin/people/$personId" });
  const { t } = useTranslation("admin");
  const person = useQuery(personQuery(Number(personId)));
  if (person.isPending) return <Skeleton lines={8} />;
  if (person.isError) return <Fault error={person.error} retry={() => person.refetch()} />;
  const found = person.data;
  return (
    <>
      <PageTitle
        name={found.name}
        aside={
          <span className="row g8 wrap">
            <LinkButton to="/admin/ledger" search={{ person_id: found.id }} look="line">
              {t("people.ledger")}
            </LinkButton>
            <LinkButton to="/admin/audit" search={{ actor_id: found.id }} look="line">
              {t("people.audit")}
            </LinkButton>
          </span>
        }
      >
        {t("people.one", { name: found.name, n: found.projects.length })}
      </PageTitle>
      <div className="adm-cols">
        <div className="col g32">
          <Offices person={found} />
          <Projects person={found} />
        </div>
        <aside className="adm-aside" aria-label={t("people.account")}>
          <Account person={found} />
          {found.left_at === null && <Operator person={found} />}
        </aside>
      </div>
    </>
  );
}

function Account({ person }: { person: Person }) {
  const { t } = useTranslation("admin");
  const { full } = useFormat();
  const change = useChange(person);
  return (
    <section className="col g12">
      <h2 className="title">{t("people.account")}</h2>
      <PersonMarks row={person} />
      <dl className="adm-facts">
        <dt>{t("people.email")}</dt>
        <dd>{person.email}</dd>
        <dt>{t("people.since")}</dt>
        <dd>{full(person.created_at)}</dd>
        <dt>{t("people.proved")}</dt>
        <dd>{person.verified_at === null ? t("people.not_yet") : full(person.verified_at)}</dd>
      </dl>
      {person.verified_at === null && person.left_at === null && (
        <>
          <p className="hint">{t("people.verify_hint")}</p>
          <Button busy={change.isPending} onPress={() => change.mutate({ verified: true })}>
            <Icon of={MailCheck} size={16} />
            {t("people.verify")}
          </Button>
          <Fault error={change.error} />
        </>
      )}
    </section>
  );
}

/** Changes an account, and keeps what the server answers. */
function useChange(person: Person) {
  const client = useQueryClient();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: (body: Schema<"ChangePerson">) =>
      must(
        api.PATCH("/api/v1/people/{person_id}", {
          params: { path: { person_id: person.id } },
          body,
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(personQuery(person.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ["admin", "people"] });
      toast(t("saved"));
    },
  });
}

/** Whether this person runs the installation. */
function Operator({ person }: { person: Person }) {
  const { t } = useTranslation("admin");
  const [asks, setAsks] = useState(false);
  const me = useMe();
  const client = useQueryClient();
  const change = useChange(person);
  const become = !person.operator;
  return (
    <section className="col g12">
      <h2 className="title">{t("people.operation")}</h2>
      <p className="t2">{t(person.operator ? "people.is_operator" : "people.not_operator")}</p>
      <Button look={become ? "soft" : "danger"} onPress={() => setAsks(true)}>
        <Icon of={become ? ShieldCheck : ShieldOff} size={16} />
        {t(become ? "people.make" : "people.unmake")}
      </Button>
      <Confirm
        title={t(become ? "people.make_title" : "people.unmake_title", { name: person.name })}
        word={t(become ? "people.make" : "people.unmake")}
        danger={!become}
        open={asks}
        onClose={() => setAsks(false)}
        act={async () => {
          await change.mutateAsync({ operator: become });
          if (person.id === me.id) await client.invalidateQueries({ queryKey: ["me"] });
        }}
      >
        <p className="t2">{t(become ? "people.make_says" : "people.unmake_says")}</p>
      </Confirm>
    </section>
  );
}

function Projects({ person }: { person: Person }) {
  const { t } = useTranslation(["admin", "common"]);
  return (
    <section className="col g8">
      <h2 className="title">{t("admin:people.projects")}</h2>
      {person.projects.length === 0 && <p className="t3">{t("admin:people.no_projects")}</p>}
      <ul className="list tight">
        {person.projects.map((project) => (
          <li key={project.id} className="row between wrap">
            <span className="col grow">
              <Link
                to="/admin/ledger"
                search={{ person_id: person.id, project_id: project.id }}
                className="adm-link strong"
              >
                {project.name}
              </Link>
              <span className="label t3">
                {project.pseudonym} ·{" "}
                {project.roles.map((role) => t(`common:role.${role}`)).join(", ")}
              </span>
            </span>
            <PlaceMark state={project.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
