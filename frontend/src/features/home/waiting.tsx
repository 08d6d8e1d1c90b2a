import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  ChevronRight,
  CirclePause,
  FileCheck,
  type LucideIcon,
  Mail,
  RotateCcw,
  Scale,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useMe } from "~/api/session";
import { trustsQuery } from "~/api/trusted";
import { type Today, workQuery } from "~/api/worker";
import { useFormat } from "~/i18n/format";
import { Icon } from "~/ui/icons";
import { rowsOf } from "~/ui/page";

/** What waits for this person: reworks, documents to sign, invitations, appeals. */
export function Waiting({ today }: { today: Today | undefined }) {
  const { t } = useTranslation("home");
  const { t: common } = useTranslation();
  const me = useMe();
  const paused = rowsOf(useInfiniteQuery(trustsQuery)).filter((row) => row.paused_at !== null);
  const offers = useQuery({
    queryKey: ["invitations", "mine"],
    queryFn: () => must(api.GET("/api/v1/invitations")),
  });
  return (
    <div className="col g8 waiting">
      {today !== undefined && today.rework > 0 && <Reworks n={today.rework} />}
      {paused.length > 0 && (
        <Way
          to={
            paused.length === 1 && paused[0]?.hit_id != null
              ? `/noticed/${paused[0].hit_id}`
              : "/noticed"
          }
          icon={CirclePause}
          tone="warn"
          says={t("paused", { n: paused.length })}
          hint={t("paused_hint")}
        />
      )}
      {me.to_sign.length > 0 && (
        <Way
          to="/agreements"
          icon={FileCheck}
          tone="warn"
          says={t("to_sign", { n: me.to_sign.length })}
          hint={t("to_sign_hint")}
        />
      )}
      {offers.data?.map((offer) => (
        <Way
          key={offer.id}
          to="/invitation"
          icon={Mail}
          tone="now"
          says={t("invited", { place: offer.project ?? offer.organisation })}
          hint={t("invited_hint", { role: common(`role.${offer.role}`) })}
        />
      ))}
      {today !== undefined && today.appeals_open > 0 && (
        <Way
          to="/my-work?state=rejected"
          icon={Scale}
          tone=""
          says={t("appeals", { n: today.appeals_open })}
          hint={t("appeals_hint")}
        />
      )}
    </div>
  );
}

function Reworks({ n }: { n: number }) {
  const { t } = useTranslation("home");
  const { number, day } = useFormat();
  const list = useInfiniteQuery(workQuery({ state: ["rework"], level: 0 }, 5));
  const [first] = rowsOf(list);
  const one = n === 1 && first !== undefined;
  // Where the line leads does not change under somebody's finger: it comes when that is known.
  if (n === 1 && list.isPending) return <span className="sk home-line" />;
  return (
    <Way
      to={one ? `/my-work/${first.project_id}/${first.id}` : "/my-work?state=rework"}
      icon={RotateCcw}
      tone="warn"
      says={t("rework", { n: number(n) })}
      hint={
        one && first.due_at !== null
          ? t("rework_hint", { won: number(first.price), until: day(first.due_at) })
          : t("rework_more")
      }
    />
  );
}

function Way({
  to,
  icon,
  tone,
  says,
  hint,
}: {
  to: string;
  icon: LucideIcon;
  tone: "" | "warn" | "now";
  says: ReactNode;
  hint: ReactNode;
}) {
  return (
    <Link to={to} className={`note ${tone}`}>
      <Icon of={icon} />
      <span className="grow">
        <b className="block">{says}</b>
        <span className="label t2">{hint}</span>
      </span>
      <Icon of={ChevronRight} />
    </Link>
  );
}
