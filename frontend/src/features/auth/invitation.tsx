import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { MailX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { meQuery, useForget } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button, LinkButton } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { toast } from "~/ui/toast";
import { Door } from "./door";
import { useHash } from "./hash";
import { remember } from "./remembered";

type Offer = Schema<"InvitationView">;

const HOME = {
  worker: "/work",
  primary_inspector: "/review",
  secondary_inspector: "/review",
  manager: "/projects",
  custodian: "/projects",
  administrator: "/projects",
  finance: "/admin",
  arbiter: "/admin",
} as const;

const placeOf = (offer: Offer) => offer.project ?? offer.organisation;

/** What a mail's link offers; without a link, all that is offered to who is signed in. */
export function Invitation() {
  const { t } = useTranslation("auth");
  const token = useHash();
  const me = useQuery(meQuery);
  const linked = useQuery({
    queryKey: ["invitation", token],
    enabled: token !== "",
    retry: false,
    queryFn: () => must(api.POST("/api/v1/invitations/look", { body: { token } })),
  });
  const mine = useQuery({
    queryKey: ["invitations", "mine"],
    enabled: token === "" && me.data != null,
    queryFn: () => must(api.GET("/api/v1/invitations")),
  });
  const over = isProblem(linked.error) && linked.error.status === 404;
  const fault = over ? null : (linked.error ?? mine.error ?? me.error);
  const offers = linked.data ? [linked.data] : (mine.data ?? []);
  const waiting = me.isPending || linked.isLoading || mine.isLoading;
  const title =
    offers.length === 1 && offers[0] !== undefined
      ? t("invitation_title", { place: placeOf(offers[0]) })
      : offers.length > 1
        ? t("invitations_title", { n: offers.length })
        : t(over ? "invitation_over" : "invitation");
  return (
    <Door>
      <PageTitle name={t("invitation")}>{title}</PageTitle>
      {waiting && <Skeleton lines={3} />}
      <Fault error={fault} />
      {offers.map((offer) => (
        <Offered
          key={offer.id}
          offer={offer}
          email={me.data?.email ?? null}
          alone={offers.length === 1}
        />
      ))}
      {!waiting && fault == null && offers.length === 0 && (
        <Empty icon={MailX} title={t(over ? "invitation_over" : "invitation_none")}>
          <p>{t(over ? "invitation_over_hint" : "invitation_none_hint")}</p>
          {me.data == null && (
            <LinkButton to="/sign-in" search={{ to: "/invitation" }} look="primary">
              {t("sign_in")}
            </LinkButton>
          )}
        </Empty>
      )}
    </Door>
  );
}

function Offered({ offer, email, alone }: { offer: Offer; email: string | null; alone: boolean }) {
  const { t } = useTranslation("auth");
  const { t: common } = useTranslation();
  const { day } = useFormat();
  return (
    <section className="col g16">
      {!alone && <h2 className="title">{placeOf(offer)}</h2>}
      <div>
        <p>{t("invitation_as", { role: common(`role.${offer.role}`) })}</p>
        <p className="t2">
          {t("invitation_to", { email: offer.email })}{" "}
          {t("invitation_until", { day: day(offer.expires_at) })}
        </p>
      </div>
      {email === null ? (
        <Outside offer={offer} />
      ) : email.toLowerCase() === offer.email.toLowerCase() ? (
        <Accept offer={offer} />
      ) : (
        <Other email={email} offer={offer} />
      )}
    </section>
  );
}

/** Nobody is signed in: sign in or up with the address, and come back. */
function Outside({ offer }: { offer: Offer }) {
  const { t } = useTranslation("auth");
  const keep = () => remember("email", offer.email);
  return (
    <div className="col g8">
      <LinkButton
        to="/sign-in"
        search={{ to: "/invitation" }}
        look="primary"
        main
        full
        onPress={keep}
      >
        {t("sign_in_to_accept")}
      </LinkButton>
      <LinkButton to="/sign-up" search={{ to: "/invitation" }} main full onPress={keep}>
        {t("sign_up_to_accept")}
      </LinkButton>
    </div>
  );
}

function Accept({ offer }: { offer: Offer }) {
  const { t } = useTranslation("auth");
  const go = useNavigate();
  const forget = useForget();
  const accept = useMutation({
    mutationFn: () =>
      must(
        api.POST("/api/v1/invitations/{invitation_id}/accept", {
          params: { path: { invitation_id: offer.id } },
        }),
      ),
    onSuccess: async () => {
      await forget();
      await go({ to: HOME[offer.role] });
      toast(t("accepted", { place: placeOf(offer) }));
    },
  });
  return (
    <>
      <Fault error={accept.error} />
      <Button look="primary" main full busy={accept.isPending} onPress={() => accept.mutate()}>
        {t("accept")}
      </Button>
    </>
  );
}

/** Somebody else is signed in here. */
function Other({ email, offer }: { email: string; offer: Offer }) {
  const { t } = useTranslation("auth");
  const go = useNavigate();
  const forget = useForget();
  const leave = useMutation({
    mutationFn: () => must(api.DELETE("/api/v1/sessions/current")),
    onSuccess: async () => {
      remember("email", offer.email);
      await go({ to: "/sign-in", search: { to: "/invitation" } });
      await forget();
    },
  });
  return (
    <>
      <p className="t2">{t("invitation_other", { email })}</p>
      <Fault error={leave.error} />
      <Button full busy={leave.isPending} onPress={() => leave.mutate()}>
        {t("sign_out_and_in")}
      </Button>
    </>
  );
}
