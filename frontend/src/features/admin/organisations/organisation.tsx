import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Pact } from "../signings/pact";
import { Signings } from "../signings/signings";
import { Parts } from "./consortia/parts";
import { HouseHooks } from "./hooks";
import { Invitations } from "./invitations";
import { Officers } from "./officers";

/** One organisation: its name, who holds its offices, whom it has invited, what it has signed. */
export function OrganisationPage() {
  const { t } = useTranslation(["admin", "common"]);
  const { full } = useFormat();
  const me = useMe();
  const id = Number(
    useParams({ from: "/inside/admin/organisations/$organisationId" }).organisationId,
  );
  const [asks, setAsks] = useState(false);
  const found = useQuery({
    queryKey: ["admin", "organisation", id, "head"],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}", {
          params: { path: { organisation_id: id } },
        }),
      ),
  });
  if (found.isPending) return <Skeleton lines={6} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const house = found.data;
  const rules = me.operator || house.roles.includes("administrator");
  return (
    <div className="adm-narrow">
      <PageTitle
        name={house.name}
        aside={
          rules && (
            <span className="row wrap">
              {house.roles.includes("administrator") && (
                <LinkButton
                  to="/admin/organisations/$organisationId/audit"
                  params={{ organisationId: String(id) }}
                  look="line"
                >
                  {t("admin:pages.audit")}
                </LinkButton>
              )}
              <Button look="line" onPress={() => setAsks(true)}>
                <Icon of={PencilLine} size={16} />
                {t("admin:organisations.rename")}
              </Button>
            </span>
          )
        }
      >
        {house.name}
      </PageTitle>
      <p className="label t3">
        {t("admin:organisations.since_at", { at: full(house.created_at) })}
        {house.roles.length > 0 &&
          ` · ${t("admin:organisations.my_offices", {
            roles: house.roles.map((role) => t(`common:role.${role}`)).join(", "),
          })}`}
      </p>
      {rules ? (
        <>
          <Officers organisationId={id} />
          <Invitations organisationId={id} />
          <Pact house={id} />
          <Signings house={id} />
          {house.roles.includes("administrator") && <Parts organisationId={id} />}
          {house.roles.includes("administrator") && <HouseHooks organisationId={id} />}
        </>
      ) : (
        <p className="t2 mt-4">{t("admin:organisations.not_yours")}</p>
      )}
      <Rename id={id} name={house.name} open={asks} onClose={() => setAsks(false)} />
    </div>
  );
}

function Rename({
  id,
  name,
  open,
  onClose,
}: {
  id: number;
  name: string;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(["admin", "common"]);
  const client = useQueryClient();
  const [typed, setTyped] = useState(name);
  const rename = useMutation({
    mutationFn: () =>
      must(
        api.PATCH("/api/v1/organisations/{organisation_id}", {
          params: { path: { organisation_id: id } },
          body: { name: typed },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["admin", "organisation", id] });
      void client.invalidateQueries({ queryKey: ["admin", "organisations"] });
      void client.invalidateQueries({ queryKey: ["me"] });
      onClose();
    },
  });
  return (
    <Dialog title={t("admin:organisations.rename")} open={open} onClose={onClose}>
      <form
        className="col g16"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") rename.mutate();
        }}
      >
        <TextField
          label={t("admin:organisations.name")}
          value={typed}
          onChange={setTyped}
          maxLength={100}
          autoFocus
        />
        <Fault error={rename.error} />
        <Button
          type="submit"
          look="primary"
          main
          full
          busy={rename.isPending}
          isDisabled={typed.trim() === "" || typed.trim() === name}
        >
          {t("common:save")}
        </Button>
      </form>
    </Dialog>
  );
}
