import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { BellRing } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { liveKeys, type SigningPath, useLive } from "~/api/live";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Button } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { PhaseMark, phaseOf } from "~/ui/signing/phase";
import { StandingShown } from "~/ui/signing/standing";
import { toast } from "~/ui/toast";
import { Called } from "./called";

/** An event as its officers watch it: how many have signed, who has not, and a word to them. */
export function SigningDesk() {
  const { organisationId, signingId } = useParams({
    from: "/inside/admin/organisations/$organisationId/signings/$signingId",
  });
  const { t } = useTranslation("admin");
  const [house, id] = [Number(organisationId), Number(signingId)];
  const path: SigningPath = `organisations/${house}/signings/${id}`;
  const signing = useQuery({
    queryKey: liveKeys.signing(path),
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/signings/{signing_id}", {
          params: { path: { organisation_id: house, signing_id: id } },
        }),
      ),
  });
  useLive(path, signing.isSuccess);
  return (
    <div className="adm-narrow">
      <BackLink to="/admin/organisations/$organisationId" params={{ organisationId }}>
        {signing.data?.organisation ?? t("pages.organisations")}
      </BackLink>
      <Fault error={signing.error} retry={() => signing.refetch()} />
      {signing.isPending && <Skeleton lines={8} />}
      {signing.data !== undefined && <Whole house={house} signing={signing.data} path={path} />}
    </div>
  );
}

function Whole({
  house,
  signing,
  path,
}: {
  house: number;
  signing: Schema<"SigningOut">;
  path: SigningPath;
}) {
  const { t } = useTranslation("signing");
  const { full, number } = useFormat();
  const phase = phaseOf(signing);
  const left = signing.standing.called - signing.standing.signed;
  return (
    <>
      <PageTitle name={signing.title} aside={<PhaseMark phase={phase} pill />}>
        {signing.title}
      </PageTitle>
      <p className="label t3">
        {signing.project === null
          ? t("desk.of_house")
          : t("desk.of_project", { project: signing.project })}{" "}
        · {t(`when.${phase}`, { from: full(signing.opens_at), until: full(signing.closes_at) })}
      </p>
      <StandingShown signing={signing} />
      <p className="t2">
        {left === 0 ? t("desk.everybody") : t("desk.left", { n: number(left) })}
        {signing.reminded_at !== null &&
          ` · ${t("desk.reminded_at", { at: full(signing.reminded_at) })}`}
      </p>
      {phase !== "over" && <Acts house={house} signing={signing} path={path} />}
      <Called house={house} signing={signing} />
    </>
  );
}

/** Reminds who has not signed, and ends the event before its time. */
function Acts({
  house,
  signing,
  path,
}: {
  house: number;
  signing: Schema<"SigningOut">;
  path: SigningPath;
}) {
  const { t } = useTranslation("signing");
  const client = useQueryClient();
  const [ends, setEnds] = useState(false);
  const where = { params: { path: { organisation_id: house, signing_id: signing.id } } };
  const anew = () => client.invalidateQueries({ queryKey: liveKeys.signing(path) });
  const remind = useMutation({
    mutationFn: () =>
      must(api.POST("/api/v1/organisations/{organisation_id}/signings/{signing_id}/remind", where)),
    onSuccess: ({ told }) => {
      toast(t("desk.reminded", { n: told }));
      return anew();
    },
  });
  const end = async () => {
    await must(
      api.PATCH("/api/v1/organisations/{organisation_id}/signings/{signing_id}", {
        ...where,
        // By the server's clock; it has passed, which is to say now.
        body: { closes_at: signing.asked_at },
      }),
    );
    toast(t("desk.ended"));
    await anew();
  };
  return (
    <div className="col g8 mt-4">
      <Fault error={remind.error} />
      <div className="row g8 wrap">
        <Button
          look="primary"
          busy={remind.isPending}
          isDisabled={signing.standing.called === signing.standing.signed}
          onPress={() => remind.mutate()}
        >
          <Icon of={BellRing} size={16} />
          {t("desk.remind")}
        </Button>
        {phaseOf(signing) === "open" && (
          <Button look="line" onPress={() => setEnds(true)}>
            {t("desk.end")}
          </Button>
        )}
      </div>
      <Confirm
        title={t("desk.end_sure")}
        word={t("desk.end")}
        open={ends}
        onClose={() => setEnds(false)}
        act={end}
      >
        <p className="t2">{t("desk.end_hint")}</p>
      </Confirm>
    </div>
  );
}
