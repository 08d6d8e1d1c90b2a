import { useQueries, useQuery } from "@tanstack/react-query";
import { FileCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { PROFILE, useProfileWords } from "~/i18n/profile";
import { Button, LinkButton } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Icon } from "~/ui/icons";
import { ProfileForm } from "~/ui/taking-part/profile-form";
import { type Participation, participantQuery, participationQuery } from "~/ui/taking-part/queries";
import { toast } from "~/ui/toast";
import { Withdraw } from "./withdraw";

/** What one has said of oneself for collecting, and the projects that one has agreed to. */
export function TakingPart() {
  const { t } = useTranslation("taking");
  const words = useProfileWords();
  const [open, setOpen] = useState(false);
  const said = useQuery(participantQuery).data;
  const known =
    said === undefined || said.saved_at === null
      ? null
      : PROFILE.flatMap((axis) => {
          const value = said[axis];
          return value === null || value === undefined ? [] : [words.value(axis, value)];
        }).join(" · ");
  return (
    <section className="sec" id="taking-part">
      <h2 className="title">{t("account.title")}</h2>
      <div className="col g16">
        <div className="row between g16">
          <p className="t2 grow">{known ?? t("account.none")}</p>
          <Button onPress={() => setOpen(true)}>
            {t(known === null ? "account.say" : "account.change")}
          </Button>
        </div>
        <p className="label t3">{t("account.kept")}</p>
        <Consents />
      </div>
      {open && (
        <Dialog title={t("profile.title")} open onClose={() => setOpen(false)} wide>
          <ProfileForm
            onSaved={() => {
              setOpen(false);
              toast(t("account.saved"));
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

/** The projects whose agreement one has signed: what was signed, and the way out again. */
function Consents() {
  const { t } = useTranslation("taking");
  const me = useMe();
  const all = useQueries({ queries: me.projects.map((one) => participationQuery(one.id)) });
  const rows = me.projects.flatMap((project, at) => {
    const standing = all[at]?.data;
    const some = standing !== undefined && standing.stages.length > 0;
    return some && (standing.signed_at !== null || standing.withdrawal !== null)
      ? [{ project, standing }]
      : [];
  });
  if (rows.length === 0) return null;
  return (
    <ul className="list" aria-label={t("account.consents")}>
      {rows.map(({ project, standing }) => (
        <Consent key={project.id} name={project.name} id={project.id} standing={standing} />
      ))}
    </ul>
  );
}

function Consent({ name, id, standing }: { name: string; id: number; standing: Participation }) {
  const { t } = useTranslation("taking");
  const { full } = useFormat();
  const [leaving, setLeaving] = useState(false);
  const { withdrawal, agreement, signed_at } = standing;
  return (
    <li>
      <span className="grow">
        <b className="block">{name}</b>
        <span className="label t3">
          {withdrawal !== null
            ? t(withdrawal.done_at === null ? "account.going" : "account.withdrawn", {
                at: full(withdrawal.done_at ?? withdrawal.asked_at),
              })
            : t("account.signed", { at: full(signed_at ?? "") })}
        </span>
      </span>
      {agreement !== null && (
        <LinkButton
          to="/agreements/$id"
          params={{ id: String(agreement.id) }}
          look="ghost"
          aria-label={t("account.copy_of", { name })}
        >
          <Icon of={FileCheck} size={16} />
          {t("account.copy")}
        </LinkButton>
      )}
      {withdrawal === null && (
        <Button
          look="danger"
          aria-label={t("withdraw.of", { name })}
          onPress={() => setLeaving(true)}
        >
          {t("withdraw.open")}
        </Button>
      )}
      {leaving && <Withdraw name={name} id={id} onClose={() => setLeaving(false)} />}
    </li>
  );
}
