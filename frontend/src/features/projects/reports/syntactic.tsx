import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";
import { ReachedMark } from "./marks";
import type { Figures, Report } from "./queries";

/** What is faulty, by what it is about. */
export function Syntactic({ figures }: { figures: Figures }) {
  const { t } = useTranslation("reports");
  const { number } = useFormat();
  const { syntactic } = figures;
  return (
    <section className="col g12">
      <h2 className="title">{t("metric.syntactic")}</h2>
      {syntactic.by.length === 0 ? (
        <Mark icon={CircleCheck} tone="ok">
          {t("syntactic.none", { n: number(syntactic.items) })}
        </Mark>
      ) : (
        <>
          <p className="t2">
            {t("syntactic.some", {
              n: number(syntactic.faulty_items),
              m: number(syntactic.items),
              k: number(syntactic.faults),
            })}
          </p>
          <Table
            label={t("metric.syntactic")}
            rows={syntactic.by}
            keyOf={(row) => `${row.kind} ${row.code}`}
            columns={[
              { id: "kind", word: t("syntactic.kind"), cell: (row) => t(`kinds.${row.kind}`) },
              {
                id: "code",
                word: t("syntactic.code"),
                cell: (row) => <code>{row.code}</code>,
              },
              { ...figure("count", t("syntactic.count")), cell: (row) => number(row.count) },
            ]}
          />
        </>
      )}
    </section>
  );
}

/** What was found blind, and how far models come. */
export function Semantic({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const { number, percent } = useFormat();
  return (
    <>
      <section className="col g12">
        <h2 className="title">{t("metric.semantic")}</h2>
        {report.samples.length === 0 && <p className="hint">{t("semantic.none")}</p>}
        {report.samples.map((one) => (
          <div key={one.id} className="col g8">
            <div className="row between wrap">
              <span>
                <span className="strong">{t("sample.of", { n: number(one.id) })}</span>{" "}
                <span className="label t2">
                  {t(`sample.kinds.${one.kind as "judged"}`)}
                  {one.measure !== null && ` · ${t(`measures.${one.measure as "f1"}`)}`}
                </span>
              </span>
              <ReachedMark reached={one.reached} />
            </div>
            <div
              className="report-whisker"
              role="img"
              aria-label={t("semantic.words", {
                share: percent(one.result.share ?? 0),
                low: percent(one.result.low),
                high: percent(one.result.high),
                target: percent(one.target),
              })}
            >
              <i
                style={{
                  left: `${one.result.low * 100}%`,
                  width: `${(one.result.high - one.result.low) * 100}%`,
                }}
              />
              {one.result.share !== null && <b style={{ left: `${one.result.share * 100}%` }} />}
              <em style={{ left: `${one.target * 100}%` }} />
            </div>
            <p className="label t2">
              {one.result.share === null
                ? t("semantic.waits", { m: number(one.drawn), target: percent(one.target) })
                : t("semantic.said", {
                    share: percent(one.result.share),
                    low: percent(one.result.low),
                    high: percent(one.result.high),
                    n: number(one.result.looked),
                    m: number(one.drawn),
                    target: percent(one.target),
                  })}
            </p>
          </div>
        ))}
      </section>
      <section className="col g12">
        <h2 className="title">{t("metric.validity")}</h2>
        {report.validity.length === 0 && <p className="hint">{t("validity.none")}</p>}
        {report.validity.map((one) => (
          <div key={one.id} className="row between wrap">
            <span>
              <span className="strong">{one.model}</span>{" "}
              <span className="label t2">
                {one.metric} · {number(one.reached)}{" "}
                {t(one.higher ? "validity.at_least" : "validity.at_most", {
                  n: number(one.target),
                })}
              </span>
            </span>
            <ReachedMark reached={one.met} />
          </div>
        ))}
      </section>
    </>
  );
}
