import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { More, rowsOf } from "~/ui/page";
import { TableScroll } from "../frame/table-scroll";
import { type Figures, figuresQuery } from "../people/figures";

const nameOf = (row: Figures) => row.name ?? row.pseudonym;

/** Workers by how often their first hand-in passed, the lowest first. */
export function Workers({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const { number, percent } = useFormat();
  const list = useInfiniteQuery(figuresQuery(projectId));
  const rows = rowsOf(list)
    .filter((row) => row.roles.includes("worker") || row.first_pass !== null)
    .sort((a, b) => (a.first_pass ?? 2) - (b.first_pass ?? 2));
  return (
    <section className="col g12">
      <h2 className="title">{t("quality.workers")}</h2>
      <Fault error={list.error} retry={() => list.refetch()} />
      {list.isPending && <Skeleton lines={4} />}
      {list.isSuccess && rows.length === 0 && <p className="hint">{t("quality.no_workers")}</p>}
      {rows.length > 0 && (
        <TableScroll label={t("quality.workers")}>
          <table className="table">
            <thead>
              <tr>
                <th>{t("people.who")}</th>
                <th className="num">{t("people.done")}</th>
                <th className="num">{t("quality.returned")}</th>
                <th className="num">{t("quality.rejected")}</th>
                <th className="num">{t("people.first_pass")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.pseudonym}>
                  <td className="strong nowrap">{nameOf(row)}</td>
                  <td className="num">{number(row.done)}</td>
                  <td className="num">{number(row.returned)}</td>
                  <td className="num">{number(row.rejected)}</td>
                  <td className="num">
                    <Share value={row.first_pass} text={percent} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <More list={list} />
    </section>
  );
}

/** Inspectors by how often the second look decided otherwise, the highest first. */
export function Inspectors({ projectId }: { projectId: number }) {
  const { t } = useTranslation("projects");
  const { number, percent } = useFormat();
  const list = useInfiniteQuery(figuresQuery(projectId));
  const rows = rowsOf(list)
    .filter((row) => row.judged > 0)
    .sort((a, b) => (b.overturn_rate ?? -1) - (a.overturn_rate ?? -1));
  return (
    <section className="col g12">
      <h2 className="title">{t("quality.inspectors")}</h2>
      {list.isPending && <Skeleton lines={4} />}
      {list.isSuccess && rows.length === 0 && <p className="hint">{t("quality.no_inspectors")}</p>}
      {rows.length > 0 && (
        <TableScroll label={t("quality.inspectors")}>
          <table className="table">
            <thead>
              <tr>
                <th>{t("people.who")}</th>
                <th className="num">{t("quality.looked")}</th>
                <th className="num">{t("people.overturned")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.pseudonym}>
                  <td className="strong nowrap">{nameOf(row)}</td>
                  <td className="num">{number(row.judged)}</td>
                  <td className="num">
                    <Share value={row.overturn_rate} text={percent} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

/** A share as a small bar from zero and its number. */
function Share({ value, text }: { value: number | null; text: (n: number) => string }) {
  if (value === null) return <span className="t3">–</span>;
  return (
    <span className="share">
      <i aria-hidden="true">
        <i style={{ width: `${value * 100}%` }} />
      </i>
      {text(value)}
    </span>
  );
}
