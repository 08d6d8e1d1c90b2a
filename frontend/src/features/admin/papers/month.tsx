import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Fault, Skeleton } from "~/ui/fault";
import { Money } from "~/ui/money";
import { PageTitle } from "~/ui/page";
import { figure, Table } from "~/ui/table";
import type { House } from "../house";
import { Files } from "./files";
import { Tools } from "./tools";
import { useMonthWord, useWhen } from "./when";

/** A month: what was withheld and by when it is filed, and its papers. */
export function MonthPapers({ house }: { house: House }) {
  const { t } = useTranslation("papers");
  const { t: admin } = useTranslation("admin");
  const { number, day } = useFormat();
  const wordOf = useMonthWord();
  const { month } = useWhen();
  const found = useQuery({
    queryKey: ["admin", "papers", house.id, "withholding", month],
    queryFn: () =>
      must(
        api.GET("/api/v1/organisations/{organisation_id}/withholding", {
          params: { path: { organisation_id: house.id }, query: { month } },
        }),
      ),
  });
  const rows = found.data?.rows ?? [];
  const sum = (of: "people" | "tax" | "local") => rows.reduce((all, row) => all + row[of], 0);
  return (
    <>
      <PageTitle name={admin("pages.papers")}>
        {rows.length === 0
          ? t("office.title_none", { month: wordOf(month) })
          : t("office.title", {
              month: wordOf(month),
              n: number(sum("people")),
              won: number(sum("tax") + sum("local")),
            })}
      </PageTitle>
      {found.data !== undefined && (
        <p className="t2">
          {t("office.due", {
            return: day(found.data.return_due),
            simplified: day(found.data.simplified_due),
          })}
        </p>
      )}
      <Tools />
      <section className="sec" aria-labelledby="withheld">
        <h2 className="title" id="withheld">
          {t("office.withheld")}
        </h2>
        <Fault error={found.error} retry={() => found.refetch()} />
        {found.isPending && <Skeleton lines={3} />}
        {found.data !== undefined && rows.length === 0 && (
          <p className="t3">{t("office.no_withheld")}</p>
        )}
        {rows.length > 0 && (
          <Table
            label={t("office.withheld")}
            rows={rows}
            keyOf={(row) => row.income}
            columns={[
              { id: "income", word: t("office.income"), cell: (row) => t(`income.${row.income}`) },
              { ...figure("people", t("office.people")), cell: (row) => number(row.people) },
              ...(["gross", "tax", "local", "net"] as const).map((what) => ({
                ...figure(what, t(`office.${what}`)),
                wide: what !== "tax",
                look: "nowrap",
                cell: (row: (typeof rows)[number]) => <Money won={row[what]} />,
              })),
            ]}
          />
        )}
      </section>
      <Files
        house={house}
        period={month}
        kinds={["payments", "withholding", "simplified", "roster", "complaints", "progress"]}
      />
    </>
  );
}
