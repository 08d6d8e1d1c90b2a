import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleDot, CircleMinus, CirclePlus, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault } from "~/ui/fault";
import { Select } from "~/ui/field";
import { More, rowsOf } from "~/ui/page";
import { Mark, type Tone } from "~/ui/state";
import { figure, Table } from "~/ui/table";
import type { Release } from "./queries";

type What = Schema<"Change">;
const WHATS: readonly What[] = ["added", "changed", "removed"];
const SIGN: Record<What, [LucideIcon, Tone]> = {
  added: [CirclePlus, "ok"],
  changed: [CircleDot, "now"],
  removed: [CircleMinus, "warn"],
};

/** What is other than in the release before: how much, of which classes, and which items. */
export function Changes({ projectId, release }: { projectId: number; release: Release }) {
  const { t } = useTranslation("releases");
  const { number } = useFormat();
  const [what, setWhat] = useState<What | "all">("all");
  const list = useInfiniteQuery({
    queryKey: ["project", projectId, "release", release.id, "changes", what],
    initialPageParam: 0,
    getNextPageParam: (page: Schema<"ReleaseChangesOut">) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/releases/{release_id}/changes", {
          params: {
            path: { project_id: projectId, release_id: release.id },
            query: { after: pageParam, limit: 24, what: what === "all" ? undefined : what },
          },
        }),
      ),
  });
  const told = list.data?.pages[0];
  const home = `/api/v1/projects/${projectId}/releases/${release.id}`;
  const rows = rowsOf(list);
  const version = told?.previous ?? "";
  const some = told !== undefined && told.added + told.changed + told.removed > 0;
  return (
    <section className="col g12">
      <h2 className="title">{t("changes")}</h2>
      <Fault error={list.error} />
      <p className="row wrap label">
        <a className="link" href={`${home}/changelog`} download>
          {t("changes_log")}
        </a>
        <a className="link" href={`${home}/manifest`} download>
          {t("manifest")}
        </a>
      </p>
      {told !== undefined && (
        <p className="label t3">
          {told.previous === null
            ? t("changes_first")
            : t(some ? "changes_since" : "changes_none", { version })}
        </p>
      )}
      {some && (
        <>
          <dl className="figures">
            {WHATS.map((one) => (
              <div key={one}>
                <dt>{t(`what.${one}`)}</dt>
                <dd>{number(told[one])}</dd>
              </div>
            ))}
          </dl>
          {told.classes !== null && told.classes.length > 0 && <Classes rows={told.classes} />}
          <Select
            label={t("show")}
            value={what}
            onChange={(next) => setWhat(next as What | "all")}
            options={[
              { id: "all", name: t("all") },
              ...WHATS.map((id) => ({ id, name: t(`what.${id}`) })),
            ]}
          />
          <Table
            label={t("changes")}
            rows={rows}
            keyOf={(row) => row.id}
            columns={[
              {
                id: "name",
                word: t("item"),
                cell: (row) => (
                  <Link
                    to="/projects/$projectId/data/$itemId"
                    params={{ projectId: String(projectId), itemId: String(row.id) }}
                    className="row preview-name row-link break"
                  >
                    {row.url !== null && (
                      <img src={row.url} alt="" loading="lazy" className="preview-shot" />
                    )}
                    {row.name}
                  </Link>
                ),
              },
              {
                id: "what",
                word: t("kind"),
                look: "nowrap",
                cell: (row) => (
                  <Mark icon={SIGN[row.what][0]} tone={SIGN[row.what][1]}>
                    {t(`what.${row.what}`)}
                  </Mark>
                ),
              },
              {
                id: "digest",
                word: "SHA-256",
                wide: true,
                look: "mono t3 nowrap",
                cell: (row) => `${short(row.before)} → ${short(row.digest)}`,
              },
            ]}
          />
          <More list={list} />
        </>
      )}
    </section>
  );
}

const short = (digest: string | null) => (digest === null ? "–" : digest.slice(0, 8));

function Classes({ rows }: { rows: Schema<"ReleaseClassChange">[] }) {
  const { t } = useTranslation("releases");
  const { number } = useFormat();
  const signed = (n: number) => (n > 0 ? `+${number(n)}` : number(n));
  return (
    <Table
      label={t("classes")}
      rows={rows}
      keyOf={(row) => `${row.label} ${row.class_id}`}
      columns={[
        {
          id: "class",
          word: t("class"),
          look: "break",
          cell: (row) => [row.label, row.class_id].filter(Boolean).join(" · "),
        },
        { ...figure("before", t("before")), cell: (row) => number(row.before) },
        { ...figure("now", t("now")), cell: (row) => number(row.now) },
        { ...figure("difference", t("difference")), cell: (row) => signed(row.now - row.before) },
      ]}
    />
  );
}
