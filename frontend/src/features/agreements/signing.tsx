import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { CircleCheck, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { liveKeys, useLive } from "~/api/live";
import { useFormat } from "~/i18n/format";
import { BackLink } from "~/ui/back-link";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { phaseOf } from "~/ui/signing/phase";
import { StandingShown } from "~/ui/signing/standing";
import { wordsQuery } from "./queries";
import { Sign } from "./sign";
import "./agreements.css";

/** An event at which many sign: how it stands, the words, and one's own signature. */
export function SigningPage() {
  const { t } = useTranslation("account");
  const { id } = useParams({ strict: false }) as { id: string };
  const path = `me/signings/${Number(id)}` as const;
  const signing = useQuery({
    queryKey: liveKeys.signing(path),
    queryFn: () =>
      must(
        api.GET("/api/v1/me/signings/{signing_id}", {
          params: { path: { signing_id: Number(id) } },
        }),
      ),
  });
  useLive(path, signing.isSuccess);
  return (
    <div className="pact">
      <BackLink to="/agreements">{t("agreements.back")}</BackLink>
      <Fault error={signing.error} retry={() => signing.refetch()} />
      {signing.isPending && <Skeleton lines={8} />}
      {signing.data !== undefined && <Whole signing={signing.data} />}
    </div>
  );
}

function Whole({ signing }: { signing: Schema<"MySigning"> }) {
  const { t, i18n } = useTranslation("signing");
  const { full } = useFormat();
  const words = useQuery(wordsQuery(signing.agreement_id));
  const phase = phaseOf(signing);
  const en = i18n.language === "en";
  return (
    <>
      <PageTitle name={signing.title}>{signing.title}</PageTitle>
      <p className="label t3">
        {signing.project ?? signing.organisation} ·{" "}
        {t(`when.${phase}`, { from: full(signing.opens_at), until: full(signing.closes_at) })}
      </p>
      {phase !== "coming" && <StandingShown signing={signing} />}
      {signing.signed_at !== null ? (
        <Note icon={CircleCheck} tone="ok">
          <p>{t("you_signed", { at: full(signing.signed_at) })}</p>
        </Note>
      ) : (
        phase === "over" && (
          <Note icon={Clock}>
            <p>{t("over_sign")}</p>
          </Note>
        )
      )}
      <section className="sec">
        <div className="head">
          <h2 className="title">{en ? signing.title_en : signing.title_ko}</h2>
          <Link
            to="/agreements/$id"
            params={{ id: String(signing.agreement_id) }}
            className="label touch"
          >
            {t("versions")}
          </Link>
        </div>
        <Fault error={words.error} retry={() => words.refetch()} />
        {words.isPending && <Skeleton lines={6} />}
        {words.data !== undefined && (
          <p className="pact-words">{en ? words.data.body_en : words.data.body_ko}</p>
        )}
      </section>
      {words.data?.current && signing.signed_at === null && <Sign id={signing.agreement_id} />}
    </>
  );
}
