import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { figure, Table } from "~/ui/table";
import type { Sample } from "./queries";

/** How a sample was drawn, so that anybody can draw it again; who looks at it. */
export function Protocol({ sample }: { sample: Sample }) {
  const { t } = useTranslation("reports");
  const { number, percent } = useFormat();
  const { protocol } = sample;
  const by = sample.by.startsWith("meta:")
    ? t("sample.by_key", { key: sample.by.slice(5) })
    : t(`sample.by.${sample.by as "all"}`);
  return (
    <section className="col g12">
      <h2 className="title">{t("protocol.name")}</h2>
      <p className="t2">
        {t("protocol.said", { seed: String(sample.seed), n: number(sample.asked), by })}
        {sample.measure !== null &&
          ` ${t("protocol.measured", {
            measure: t(`measures.${sample.measure}`),
            from: number(sample.passes_from ?? 0),
          })}`}
      </p>
      {protocol !== null && (
        <>
          <p className="label t2">
            <code className="report-hash">{protocol.rule}</code>
          </p>
          {protocol.strata.length > 1 && (
            <Table
              label={t("protocol.strata")}
              rows={protocol.strata}
              keyOf={(row) => row.name}
              columns={[
                {
                  id: "name",
                  word: t("protocol.stratum"),
                  cell: (row) => row.name || t("shares.without"),
                },
                { ...figure("items", t("protocol.items")), cell: (row) => number(row.items) },
                { ...figure("drawn", t("protocol.drawn")), cell: (row) => number(row.drawn) },
              ]}
            />
          )}
        </>
      )}
      {sample.examiners.length > 0 && (
        <p className="label">
          <span className="strong">{t("sample.examiners")}</span>{" "}
          {sample.examiners
            .map((one) => t("sample.by_examiner", { name: one.pseudonym, n: number(one.looked) }))
            .join(" · ")}
        </p>
      )}
      {Object.keys(sample.measures).length > 0 && (
        <p className="label">
          <span className="strong">{t("protocol.means")}</span>{" "}
          {Object.entries(sample.measures)
            .map(([name, value]) => `${t(`measures.${name as "f1"}`)} ${percent(value)}`)
            .join(" · ")}
        </p>
      )}
    </section>
  );
}
