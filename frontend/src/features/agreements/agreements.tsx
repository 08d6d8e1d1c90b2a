import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, CircleCheck, FileCheck, FileSignature } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Empty, Fault, Skeleton } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { More, PageTitle, rowsOf } from "~/ui/page";
import { Mark } from "~/ui/state";
import { Events } from "./events";
import { type Head, signedQuery } from "./queries";
import "./agreements.css";

/** What waits to be signed, and what was. */
export function Agreements() {
  const { t } = useTranslation("account");
  const { t: common } = useTranslation();
  const { number, day } = useFormat();
  const me = useMe();
  const signed = useInfiniteQuery(signedQuery);
  const rows = rowsOf(signed);
  const n = me.to_sign.length;
  const place = ({ project_id }: Head) => me.projects.find((one) => one.id === project_id)?.name;
  return (
    <div className="pact">
      <PageTitle name={common("nav.agreements")}>
        {n > 0 ? t("agreements.title", { n: number(n) }) : t("agreements.title_none")}
      </PageTitle>
      <Events />
      {n > 0 && (
        <section className="sec">
          <div className="head">
            <h2 className="title">{t("agreements.to_sign")}</h2>
          </div>
          <ul className="list">
            {me.to_sign.map((one) => (
              <Line key={one.id} one={one} place={place(one)}>
                <Mark icon={FileSignature} tone="warn">
                  {t("agreements.read")}
                </Mark>
              </Line>
            ))}
          </ul>
        </section>
      )}
      <section className="sec">
        <div className="head">
          <h2 className="title">{t("agreements.signed")}</h2>
        </div>
        <Fault error={signed.error} retry={() => signed.refetch()} />
        {signed.isPending && <Skeleton lines={3} />}
        {signed.isSuccess && rows.length === 0 && (
          <Empty icon={FileCheck} title={t("agreements.none")}>
            <p>{t("agreements.none_hint")}</p>
          </Empty>
        )}
        <ul className="list">
          {rows.map((one) => (
            <Line
              key={one.id}
              one={one}
              place={one.project ?? one.organisation ?? undefined}
              when={t("agreements.signed_at", { day: day(one.signed_at) })}
            >
              {one.current ? (
                <Mark icon={CircleCheck} tone="ok">
                  {t("agreements.current")}
                </Mark>
              ) : (
                <span className="label t3">{t("agreements.old")}</span>
              )}
            </Line>
          ))}
        </ul>
        <More list={signed} />
      </section>
    </div>
  );
}

function Line({
  one,
  place,
  when,
  children,
}: {
  one: Head;
  place?: string;
  when?: string;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation("account");
  const about = [
    t("agreements.version", { n: one.version }),
    ...(place === undefined ? [] : [place]),
    ...(when === undefined ? [] : [when]),
  ].join(" · ");
  return (
    <li>
      <Link to="/agreements/$id" params={{ id: String(one.id) }} className="row grow">
        <span className="grow">
          <b className="block">{i18n.language === "en" ? one.title_en : one.title_ko}</b>
          <span className="label t3">{about}</span>
        </span>
        {children}
        <Icon of={ChevronRight} className="t3" />
      </Link>
    </li>
  );
}
