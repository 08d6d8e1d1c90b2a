import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CirclePause, Eye, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Empty } from "~/ui/fault";
import { PageTitle, rowsOf } from "~/ui/page";
import { Range } from "~/ui/range/range";
import { Chips } from "~/ui/segments";
import { Mark } from "~/ui/state";
import { ListFrame } from "~/ui/table";
import type { Stage } from "../frame/queries";
import "./confidence.css";

type Person = Schema<"PersonTrust">;
const LEVELS = [0, 1, 2] as const;
const SORTS = ["lowest", "newest", "paused"] as const;
type Sort = (typeof SORTS)[number];

/** How far the people of a stage are trusted, level by level, and what that is known from. */
export function TrustedPeople({ stage }: { stage: Stage }) {
  const { t } = useTranslation(["confidence", "trusted"]);
  const { number } = useFormat();
  const go = useNavigate();
  const { level = 0, sort = "lowest" } = useSearch({
    from: "/inside/projects/$projectId/quality",
  });
  const path = { project_id: stage.project_id, stage_id: stage.id, level };
  const list = useInfiniteQuery({
    queryKey: ["project", stage.project_id, "trust", stage.id, level, sort],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/stages/{stage_id}/levels/{level}/trust", {
          params: { path, query: { sort, after: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = rowsOf(list);
  const n = `${number(rows.length)}${list.hasNextPage ? "+" : ""}`;
  const turn = (next: { level?: 0 | 1 | 2; sort?: Sort }) =>
    go({
      to: "/projects/$projectId/quality",
      params: { projectId: String(stage.project_id) },
      search: { tab: "trust", stage: stage.id, level, sort, ...next },
    });
  return (
    <>
      <PageTitle name={t("tabs.trust")}>
        {!list.isSuccess
          ? t("tabs.trust")
          : rows.length === 0
            ? t(sort === "paused" ? "trust.title_none_paused" : "trust.title_none")
            : t(sort === "paused" ? "trust.title_paused" : "trust.title", { n })}
      </PageTitle>
      <p className="t2">{t("trust.what")}</p>
      <div className="row wrap g12">
        <Chips
          label={t("rule.level")}
          parts={LEVELS.map((id) => ({ id: `${id}`, word: t(`trusted:level.${id}`) }))}
          chosen={`${level}`}
          onChoose={(id) => turn({ level: Number(id) as 0 | 1 | 2 })}
        />
        <Chips
          label={t("trust.order")}
          parts={SORTS.map((id) => ({ id, word: t(`trust.sort.${id}`) }))}
          chosen={sort}
          onChoose={(id) => turn({ sort: id })}
        />
      </div>
      <ListFrame
        list={list}
        none={
          <Empty icon={UsersRound}>
            <p>{t(sort === "paused" ? "trust.none_paused" : "trust.none")}</p>
          </Empty>
        }
      >
        <ul className="list" aria-label={t("tabs.trust")}>
          {rows.map((one) => (
            <li key={one.person_id} className="cf-person">
              <One stage={stage} one={one} />
            </li>
          ))}
        </ul>
      </ListFrame>
    </>
  );
}

function One({ stage, one }: { stage: Stage; one: Person }) {
  const { t } = useTranslation("confidence");
  const { number, percent, ago } = useFormat();
  return (
    <>
      <div className="col g4">
        <b>{one.pseudonym}</b>
        <p className="label t3">
          {t(one.level === 0 ? "trust.answers" : "trust.verdicts", { n: number(one.answers) })} ·{" "}
          {one.holds < one.holds_most
            ? t("trust.holds_of", { n: number(one.holds), m: number(one.holds_most) })
            : t("trust.holds", { n: number(one.holds) })}
        </p>
        {one.paused_at !== null && (
          <p className="row wrap g8">
            <Mark icon={CirclePause} tone="warn">
              {t("trust.paused", { at: ago(one.paused_at) })}
            </Mark>
            {one.hit_id !== null && (
              <Link
                to="/projects/$projectId/quality"
                params={{ projectId: String(stage.project_id) }}
                search={{ tab: "hits", stage: stage.id, hit: one.hit_id }}
                className="acc strong"
                aria-label={`${t("trust.to_hit")}: ${one.pseudonym}`}
              >
                {t("trust.to_hit")}
              </Link>
            )}
          </p>
        )}
        {one.watched && (
          <Mark icon={Eye} tone="now">
            {t("trust.watched")}
          </Mark>
        )}
      </div>
      <div className="col g8">
        {one.mean === null ? (
          <p className="t3">{t("trust.unknown")}</p>
        ) : (
          <p>
            <b className="num">{percent(Math.round(one.mean * 100) / 100)}</b>{" "}
            <span className="label t3">
              {t("trust.between", {
                low: percent(Math.round((one.low ?? 0) * 100) / 100),
                high: percent(Math.round((one.high ?? 1) * 100) / 100),
              })}
            </span>
          </p>
        )}
        <Range row={one} />
      </div>
      <Seen one={one} />
    </>
  );
}

/** What it is known from, in plain words. */
function Seen({ one }: { one: Person }) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const said = [
    [one.level === 0 ? "gold" : "gold_judge", one.gold, one.gold_right],
    [one.level === 0 ? "inspected" : "judged", one.verdicts, one.verdicts_right],
    ["peers", one.peers, Math.round(one.peers_right * 10) / 10],
  ] as const;
  const known = said.filter(([, n]) => n > 0);
  return (
    <div className="label t2 col g4">
      {known.map(([id, n, right]) => (
        <p key={id}>{t(`trust.seen.${id}`, { n: number(n), right: number(right) })}</p>
      ))}
      {known.length === 0 && <p className="t3">{t("trust.seen.nothing")}</p>}
    </div>
  );
}
