import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { figure, Table } from "~/ui/table";
import type { Figures } from "./queries";

/** Each stage, plan against actual. */
export function Process({ figures }: { figures: Figures }) {
  const { t } = useTranslation("reports");
  const { number, percent, day } = useFormat();
  const share = (n: number | null) => (n === null ? "–" : percent(n));
  return (
    <section className="col g12">
      <h2 className="title">{t("metric.process")}</h2>
      <Table
        label={t("metric.process")}
        rows={figures.stages}
        keyOf={(row) => row.id}
        columns={[
          { id: "name", word: t("process.stage"), look: "strong", cell: (row) => row.name },
          {
            ...figure("plan", t("process.plan")),
            cell: (row) => (row.plan === null ? "–" : number(row.plan)),
          },
          { ...figure("accepted", t("process.accepted")), cell: (row) => number(row.accepted) },
          {
            ...figure("reached", t("process.reached")),
            cell: (row) => (row.plan === null ? "–" : percent(row.accepted / row.plan)),
          },
          {
            ...figure("until", t("process.until")),
            wide: true,
            cell: (row) => (row.until === null ? "–" : day(row.until)),
          },
          {
            ...figure("handed_in", t("process.handed_in")),
            wide: true,
            cell: (row) => number(row.handed_in),
          },
          {
            ...figure("judged", t("process.judged")),
            wide: true,
            cell: (row) => number(row.judged),
          },
          {
            ...figure("first_pass", t("process.first_pass")),
            wide: true,
            cell: (row) => share(row.first_pass),
          },
          {
            ...figure("second", t("process.second")),
            wide: true,
            cell: (row) => number(row.second_looked),
          },
          {
            ...figure("overturned", t("process.overturned")),
            wide: true,
            cell: (row) => number(row.overturned),
          },
        ]}
      />
    </section>
  );
}
