import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { isProblem } from "~/api/problem";
import { locale } from "~/i18n";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Fault, Note, Skeleton } from "~/ui/fault";
import { PageTitle } from "~/ui/page";
import { Door } from "./door";
import { useHash } from "./hash";

/** A guardian reads what a minor wants to take part in, and consents; the mail's link is the key. */
export function Guardian() {
  const { t, i18n } = useTranslation("taking");
  const { full } = useFormat();
  const token = useHash();
  const client = useQueryClient();
  const key = ["guardian", token];
  const path = { token };
  const asked = useQuery({
    queryKey: key,
    enabled: token !== "",
    retry: false,
    queryFn: () => must(api.GET("/api/v1/guardians/{token}", { params: { path } })),
  });
  const sign = useMutation({
    mutationFn: () =>
      must(api.POST("/api/v1/guardians/{token}", { params: { path }, body: { locale: locale() } })),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  const it = asked.data;
  if (it === undefined) {
    const over = token === "" || (isProblem(asked.error) && !asked.error.offline);
    const title = t(over ? "consent.gone" : "consent.title");
    return (
      <Door>
        <PageTitle name={title}>{title}</PageTitle>
        {over ? (
          <p className="t2">{t("consent.gone_hint")}</p>
        ) : (
          <>
            <Fault error={asked.error} retry={() => asked.refetch()} />
            {asked.isPending && <Skeleton lines={6} />}
          </>
        )}
      </Door>
    );
  }
  const en = i18n.language === "en";
  const { agreement } = it;
  return (
    <Door>
      <div className="col g8">
        <PageTitle name={t("consent.title")}>{t("consent.title")}</PageTitle>
        <p className="t2">
          {t("consent.who", {
            name: it.name,
            relation: it.relation,
            participant: it.participant,
            project: it.project,
            organisation: it.organisation,
          })}
        </p>
      </div>
      <section className="col g8">
        <h2 className="title">{en ? agreement.title_en : agreement.title_ko}</h2>
        <p className="consent-words">{en ? agreement.body_en : agreement.body_ko}</p>
      </section>
      {it.signed_at === null ? (
        <div className="col g8">
          <Fault error={sign.error} />
          <Button look="primary" main full busy={sign.isPending} onPress={() => sign.mutate()}>
            {t("consent.agree")}
          </Button>
          <p className="label t3">{t("consent.hint")}</p>
        </div>
      ) : (
        <Note icon={CircleCheck} tone="ok">
          <p>{t("consent.done", { at: full(it.signed_at) })}</p>
        </Note>
      )}
    </Door>
  );
}
