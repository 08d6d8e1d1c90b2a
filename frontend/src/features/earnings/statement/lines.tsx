import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Money } from "~/ui/money";
import { figure, Table } from "~/ui/table";
import type { Line } from "./queries";

const wordOf = ({ what, level }: Line) =>
  what === "inspection" ? (level === 1 ? "inspection_1" : "inspection_2") : what;

/** What was earned, by project, stage, level and price. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  const quantity = (line: Line) =>
    line.unit === null
      ? t("units.times", { n: number(line.pieces) })
      : t(`units.${line.unit}`, { n: number(line.units ?? 0) });
  return (
    <section className="sec" aria-labelledby="lines">
      <h2 className="title" id="lines">
        {t("mine.lines")}
      </h2>
      {lines.length === 0 ? (
        <p className="t3">{t("mine.no_lines")}</p>
      ) : (
        <Table
          label={t("mine.lines")}
          rows={lines.map((line, at) => ({ line, at }))}
          keyOf={({ at }) => at}
          columns={[
            {
              id: "what",
              word: t("mine.what"),
              cell: ({ line }) => (
                <>
                  <span className="strong">{line.course ?? line.stage ?? line.project}</span>
                  <small className="label t3 block">
                    {t(`what.${wordOf(line)}`)}
                    {" · "}
                    {line.project}
                  </small>
                  <small className="label t2 block phone-only">{quantity(line)}</small>
                </>
              ),
            },
            {
              ...figure("quantity", t("mine.quantity")),
              wide: true,
              look: "nowrap",
              cell: ({ line }) => quantity(line),
            },
            {
              ...figure("price", t("mine.price")),
              wide: true,
              look: "nowrap t2",
              cell: ({ line }) => <Price line={line} />,
            },
            {
              ...figure("amount", t("mine.amount")),
              look: "nowrap",
              cell: ({ line }) => <Money won={line.amount} />,
            },
          ]}
        />
      )}
    </section>
  );
}

/** The price for a unit, or for so many; bonuses and top-ups have none. */
function Price({ line }: { line: Line }) {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  if (line.price === null || line.unit === null) return null;
  return (
    <>
      <Money won={line.price} />
      {line.per !== null &&
        line.per > 1 &&
        ` / ${t(`units.${line.unit}`, { n: number(line.per) })}`}
    </>
  );
}
