import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { PartMark, Standings } from "~/ui/consortia/standings";
import { Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { InviteHouse } from "./invite";
import { EndPart, Grant } from "./member";
import { consortiumQuery, type Member } from "./queries";
import { Shares } from "./shares";

/** The project's consortium, as its lead sees it: who takes part, with how much, how far they are. */
export function Consortium({ projectId }: { projectId: number }) {
  const { t } = useTranslation("consortia");
  const { number } = useFormat();
  const me = useMe();
  const found = useQuery(consortiumQuery(projectId));
  if (found.isPending) return <Skeleton lines={6} />;
  if (found.isError) return <Fault error={found.error} retry={() => found.refetch()} />;
  const { lead, members } = found.data;
  // Who belongs to it is for the lead's administrators to say; its managers share the work out.
  const leads = me.organisations.some(
    (house) => house.id === lead.organisation_id && house.roles.includes("administrator"),
  );
  const joined = members.filter((one) => one.state === "joined").length;
  return (
    <>
      <PageTitle name={t("name")}>
        {t(joined === 0 ? "title_none" : "title", { n: number(joined) })}
      </PageTitle>
      <section className="sec">
        <div className="row between wrap">
          <h2 className="title">{lead.organisation}</h2>
          <span className="label t3">
            {t("lead")} · {t("people", { n: number(lead.people) })}
          </span>
        </div>
        <Standings rows={lead.stages} label={lead.organisation} />
      </section>
      {members.map((one) => (
        <House key={one.id} member={one} projectId={projectId} leads={leads} />
      ))}
      {leads && <InviteHouse projectId={projectId} />}
    </>
  );
}

function House({
  member,
  projectId,
  leads,
}: {
  member: Member;
  projectId: number;
  leads: boolean;
}) {
  const { t } = useTranslation(["consortia", "common"]);
  const { number } = useFormat();
  const [open, setOpen] = useState<"shares" | "roles" | "end">();
  const takes = member.state === "joined" || member.state === "invited";
  const close = () => setOpen(undefined);
  return (
    <section className="sec" aria-label={member.organisation}>
      <div className="row between wrap">
        <h2 className="title">{member.organisation}</h2>
        <span className="row wrap">
          <PartMark state={member.state} />
          <span className="label t3">{t("consortia:people", { n: number(member.people) })}</span>
        </span>
      </div>
      <p className="label t3">
        {t("consortia:may_invite", {
          roles: member.roles.map((role) => t(`common:role.${role}`)).join(", "),
        })}
      </p>
      {member.state !== "declined" && (
        <Standings rows={member.stages} label={member.organisation} />
      )}
      {takes && (
        <div className="row wrap">
          <Button look="line" onPress={() => setOpen("shares")}>
            {t("consortia:set_shares")}
          </Button>
          {leads && (
            <>
              <Button look="ghost" onPress={() => setOpen("roles")}>
                {t("consortia:set_roles")}
              </Button>
              <Button look="ghost" onPress={() => setOpen("end")}>
                {t(member.state === "invited" ? "consortia:take_back" : "consortia:end")}
              </Button>
            </>
          )}
        </div>
      )}
      {open === "shares" && <Shares member={member} projectId={projectId} onClose={close} />}
      {open === "roles" && <Grant member={member} projectId={projectId} onClose={close} />}
      <EndPart member={member} projectId={projectId} open={open === "end"} onClose={close} />
    </section>
  );
}
