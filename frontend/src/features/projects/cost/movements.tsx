import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { More, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import { Scroll } from "../data/scroll";
import { ENTRY_KINDS, type EntryKind } from "../data/words";

/** Every movement of the project's money, the newest first. */
export function Movements({ projectId }: { projectId: number }) {
  const { t } = useTranslation("data");
  const { kind } = useSearch({ from: "/inside/projects/$projectId/cost" });
  const go = useNavigate({ from: "/projects/$projectId/cost" });
  const list = useInfiniteQuery({
    queryKey: ["project", projectId, "movements", kind ?? null],
    initialPageParam: 0,
    getNextPageParam: (page: { next?: number | null }) => page.next ?? undefined,
    queryFn: ({ pageParam }) =>
      must(
        api.GET("/api/v1/projects/{project_id}/movements", {
          params: {
            path: { project_id: projectId },
            query: { after: pageParam, limit: 50, kind },
          },
        }),
      ),
  });
  const rows = rowsOf(list);
  const parts = (["all", ...ENTRY_KINDS] as const).map((id) => ({
    id,
    word: t(`cost.kinds.${id}`),
  }));
  return (
    <section className="col g12 moves">
      <h2 className="title">{t("cost.movements")}</h2>
      <Chips
        label={t("cost.kind")}
        parts={parts}
        chosen={kind ?? "all"}
        onChoose={(id) =>
          go({
            search: { kind: id === "all" ? undefined : (id as EntryKind) },
            replace: true,
            resetScroll: false,
          })
        }
      />
      {list.isPending && <Skeleton lines={4} />}
      {list.error && <Fault error={list.error} retry={() => list.refetch()} />}
      {list.data && rows.length === 0 && <p className="label t3">{t("cost.no_movements")}</p>}
      {rows.length > 0 && (
        <Scroll label={t("cost.movements")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("cost.what")}</th>
                <th scope="col" className="desk-only">
                  {t("cost.about")}
                </th>
                <th scope="col" className="num desk-only">
                  {t("batches.at")}
                </th>
                <th scope="col" className="num">
                  {t("cost.amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.id} row={row} projectId={projectId} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More list={list} />
    </section>
  );
}

function Line({ row, projectId }: { row: Schema<"EntryRow">; projectId: number }) {
  const { t } = useTranslation("data");
  const { full } = useFormat();
  const stage = row.debit_account.stage ?? row.credit_account.stage;
  return (
    <tr>
      <td className="strong">
        {t(`cost.said.${row.kind}`, { who: row.pseudonym ?? t("item.somebody") })}
        <small className="hint phone-only">
          {[stage, full(row.at)].filter(Boolean).join(" · ")}
        </small>
      </td>
      <td className="desk-only">
        {stage === null || stage === undefined ? <Cause row={row} projectId={projectId} /> : stage}
      </td>
      <td className="num desk-only">{full(row.at)}</td>
      <td className="num">
        <Money won={row.amount} />
      </td>
    </tr>
  );
}

/** What an entry of no stage is for. */
function Cause({ row, projectId }: { row: Schema<"EntryRow">; projectId: number }) {
  const { t } = useTranslation("data");
  if (row.kind !== "fund") return <span className="t3">{row.cause}</span>;
  return (
    <Link
      to="/projects/$projectId/history"
      params={{ projectId: String(projectId) }}
      search={{ subject: "project" }}
      className="link"
    >
      {t("cost.sponsor")}
    </Link>
  );
}
