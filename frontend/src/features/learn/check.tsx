import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { BadgeCheck, BadgeX, SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { isProblem } from "~/api/problem";
import { locale, speak } from "~/i18n";
import { useFormat } from "~/i18n/format";
import { Logo } from "~/shell/logo";
import { Button } from "~/ui/button";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { Term } from "~/ui/learning/certificate-card";
import { PageTitle } from "~/ui/page";
import { asLevel } from "./model/course";
import "./learn.css";

/** Whether a certificate is real, for anybody who was given its link. */
export function CheckPage() {
  const { code } = useParams({ strict: false }) as { code: string };
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const check = useQuery({
    queryKey: ["certificate", code],
    retry: false,
    queryFn: () =>
      must(
        api.GET("/api/v1/certificates/check/{certificate_code}", {
          params: { path: { certificate_code: code } },
        }),
      ),
  });
  const unknown = isProblem(check.error) && [404, 422].includes(check.error.status);
  return (
    <div data-density="comfortable" className="door">
      <header className="row between">
        <Logo />
        <Button look="ghost" onPress={() => speak(locale() === "ko" ? "en" : "ko")}>
          {common("nav.language")}
        </Button>
      </header>
      <main id="content" className="col g24">
        {check.isPending && <Skeleton lines={4} />}
        {unknown && (
          <Empty icon={SearchX} title={t("check.unknown")} heads>
            <p>{t("check.unknown_hint")}</p>
          </Empty>
        )}
        {!unknown && <Fault error={check.error} retry={() => check.refetch()} />}
        {check.data !== undefined && <Found found={check.data} code={code} />}
      </main>
    </div>
  );
}

function Found({ found, code }: { found: Schema<"CertificateCheck">; code: string }) {
  const { t } = useTranslation("learn");
  const { t: common } = useTranslation();
  const { full } = useFormat();
  return (
    <section className="col g24">
      <PageTitle name={found.title}>{t(found.valid ? "check.valid" : "check.invalid")}</PageTitle>
      <p className={found.valid ? "st ok" : "st off"}>
        <Icon of={found.valid ? BadgeCheck : BadgeX} size={20} />
        <Term certificate={found} />
      </p>
      <dl className="ln-facts">
        <div>
          <dt>{t("check.title")}</dt>
          <dd>{found.title}</dd>
        </div>
        <div>
          <dt>{t("check.project")}</dt>
          <dd>{found.project}</dd>
        </div>
        <div>
          <dt>{t("check.level")}</dt>
          <dd>{common(`level.${asLevel(found.level)}`)}</dd>
        </div>
        <div>
          <dt>{t("check.earned")}</dt>
          <dd>{full(found.earned_at)}</dd>
        </div>
        <div>
          <dt>{t("check.name")}</dt>
          <dd>{found.name ?? <span className="t3">{t("check.no_name")}</span>}</dd>
        </div>
        <div>
          <dt>{t("check.code")}</dt>
          <dd className="ln-code">{code}</dd>
        </div>
      </dl>
    </section>
  );
}
