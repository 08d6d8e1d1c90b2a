import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { Button } from "~/ui/button";
import { PartMark, Standings } from "~/ui/consortia/standings";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { PartInvitations } from "./invitations";
import { PartPeople, PartWork } from "./people";

/** An organisation's part in another's project: its shares, its people, their work. */
export function PartPage() {
  const { t } = useTranslation("consortia");
  const client = useQueryClient();
  const { organisationId, memberId } = useParams({
    from: "/inside/admin/organisations/$organisationId/consortia/$memberId",
  });
  const path = { organisation_id: Number(organisationId), member_id: Number(memberId) };
  const [leaving, setLeaving] = useState(false);
  const key = ["admin", "organisation", path.organisation_id, "consortia", path.member_id];
  const found = useQuery({
    queryKey: key,
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/consortia/{member_id}", {
          params: { path },
        }),
      ),
  });
  const again = () =>
    client.invalidateQueries({
      queryKey: ["admin", "organisation", path.organisation_id, "consortia"],
    });
  if (found.isPending) return <Skeleton lines={6} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const part = found.data;
  return (
    <div className="adm-narrow">
      <PageTitle name={part.project} aside={<PartMark state={part.state} />}>
        {part.project}
      </PageTitle>
      <p className="label t3">{t("led_by", { lead: part.lead })}</p>
      {part.goal !== "" && <p className="t2">{part.goal}</p>}
      {part.state === "invited" && <Answer path={path} lead={part.lead} done={again} />}
      {part.state !== "invited" && part.state !== "declined" && (
        <>
          <section className="sec">
            <h2 className="title">{t("our_share")}</h2>
            <Standings rows={part.stages} label={t("our_share")} />
          </section>
          <PartPeople path={path} />
          {part.state === "joined" && <PartInvitations path={path} roles={part.roles} />}
          <PartWork path={path} />
          {part.state === "joined" && (
            <Button look="ghost" onPress={() => setLeaving(true)}>
              {t("leave")}
            </Button>
          )}
        </>
      )}
      <Confirm
        title={t("leave")}
        open={leaving}
        onClose={() => setLeaving(false)}
        danger
        word={t("leave")}
        act={async () => {
          await must(
            api.DELETE("/api/v1/organisations/{organisation_id}/consortia/{member_id}", {
              params: { path },
            }),
          );
          await again();
        }}
      >
        <p>{t("leave_says")}</p>
      </Confirm>
    </div>
  );
}

function Answer({
  path,
  lead,
  done,
}: {
  path: { organisation_id: number; member_id: number };
  lead: string;
  done: () => Promise<unknown>;
}) {
  const { t } = useTranslation("consortia");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const say = async (accept: boolean) => {
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/organisations/{organisation_id}/consortia/{member_id}/answer", {
          params: { path },
          body: { accept },
        }),
      );
      await done();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="sec">
      <p>{t("asked", { lead })}</p>
      <Fault error={fault} />
      <div className="row wrap">
        <Button look="primary" busy={busy} onPress={() => say(true)}>
          {t("accept")}
        </Button>
        <Button isDisabled={busy} onPress={() => say(false)}>
          {t("decline")}
        </Button>
      </div>
    </section>
  );
}
