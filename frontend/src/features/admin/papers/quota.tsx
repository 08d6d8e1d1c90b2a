import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";
import { Mark } from "~/ui/state";
import { figure, Table } from "~/ui/table";

type Quota = Schema<"QuotaOut">;

/** People and hires against what is asked for, and how many count themselves to favoured groups. */
export function Board({ found }: { found: Quota }) {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  return (
    <section className="sec" aria-labelledby="quota">
      <h2 className="title" id="quota">
        {t("quota.title")}
      </h2>
      <dl className="adm-sums">
        <Reached word={t("quota.people")} has={found.people} needs={found.people_needed}>
          {t("quota.people_says", { won: number(found.cost), n: number(found.people_needed) })}
          {". "}
          {t("quota.earners", { n: number(found.earners) })}
        </Reached>
        <Reached word={t("quota.hires")} has={found.hires} needs={found.hires_needed}>
          {t("quota.hires_says", { won: number(found.support), n: number(found.hires_needed) })}
        </Reached>
      </dl>
      <p className="label t3">
        {t("quota.favoured_hint", { n: number(found.least) })} {t("quota.source")}
      </p>
      <Table
        label={t("quota.favoured")}
        rows={found.favoured}
        keyOf={(row) => row.kind}
        columns={[
          { id: "kind", word: t("quota.group"), cell: (row) => t(`favoured.${row.kind}`) },
          {
            ...figure("people", t("office.people")),
            look: "nowrap",
            cell: (row) =>
              row.people === null ? (
                <span className="t3">{t("quota.few", { n: number(found.least) })}</span>
              ) : (
                t("quota.count", { n: number(row.people) })
              ),
          },
        ]}
      />
    </section>
  );
}

function Reached({
  word,
  has,
  needs,
  children,
}: {
  word: string;
  has: number;
  needs: number;
  children: React.ReactNode;
}) {
  const { t } = useTranslation("papers");
  const { number } = useFormat();
  return (
    <div>
      <dt className="label t3">{word}</dt>
      <dd className="pnum">
        <b>{t("quota.of", { n: number(needs), m: number(has) })}</b>
      </dd>
      <dd>
        {has >= needs ? (
          <Mark icon={CircleCheck} tone="ok">
            {t("quota.enough")}
          </Mark>
        ) : (
          <Mark icon={TriangleAlert} tone="warn">
            {t("quota.short", { n: number(needs - has) })}
          </Mark>
        )}
      </dd>
      <dd className="label t3">{children}</dd>
    </div>
  );
}
