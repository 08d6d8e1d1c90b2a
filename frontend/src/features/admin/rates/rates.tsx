import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { Calculator, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must, type Schema } from "~/api/client";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Note } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { PageTitle } from "~/ui/page";
import { Table } from "~/ui/table";
import { AddRule } from "./add";
import { fieldsOf, KINDS, type Kind, type Shape } from "./values";

type Rule = Schema<"MoneyRuleOut">;

export const rulesQuery = queryOptions({
  queryKey: ["money", "rules"],
  queryFn: async (): Promise<Rule[]> => {
    const found: Rule[] = [];
    let after = 0;
    while (true) {
      const page = await must(
        api.GET("/api/v1/money/rules", { params: { query: { after, limit: 200 } } }),
      );
      found.push(...page.items);
      if (!page.next) return found;
      after = page.next;
    }
  },
});

/** The rates, floors and thresholds that money is reckoned by, each with its day. */
export function Rates() {
  const { t } = useTranslation("money");
  const me = useMe();
  const { data: rules } = useSuspenseQuery(rulesQuery);
  const [adding, setAdding] = useState<Kind>();
  return (
    <>
      <PageTitle name={t("rates.name")}>{t("rates.title")}</PageTitle>
      <Note icon={Calculator} tone="warn">
        {t("rates.notice")}
      </Note>
      <div className="col g24 mt-4">
        {KINDS.map((kind) => (
          <OfKind
            key={kind}
            kind={kind}
            rules={rules.filter((rule) => rule.kind === kind)}
            onAdd={me.operator ? () => setAdding(kind) : undefined}
          />
        ))}
      </div>
      {adding !== undefined && (
        <AddRule
          kind={adding}
          last={rules.find((rule) => rule.kind === adding && rule.holds)}
          onClose={() => setAdding(undefined)}
        />
      )}
    </>
  );
}

/** What holds of one kind today, and the other rules under it, the latest day first. */
function OfKind({
  kind,
  rules,
  onAdd,
}: {
  kind: Kind;
  rules: Rule[];
  onAdd: (() => void) | undefined;
}) {
  const { t } = useTranslation("money");
  const { date } = useDates();
  const show = useValue();
  const holds = rules.find((rule) => rule.holds);
  const today = new Date().toLocaleDateString("sv", { timeZone: "Asia/Seoul" });
  const others = rules
    .filter((rule) => !rule.holds)
    .sort((a, b) => b.valid_from.localeCompare(a.valid_from) || b.id - a.id);
  const coming = others.filter((rule) => rule.valid_from > today).reverse();
  const name = t(`rates.kinds.${kind}`);
  const said = (rule: Rule) =>
    fieldsOf(kind)
      .map(([field, shape]) => `${t(`rates.fields.${field}`)} ${show(shape, rule.value[field])}`)
      .join(" · ");
  return (
    <section className="col g8 hair-b pb-4" aria-label={name}>
      <div className="row between wrap">
        <h2 className="title">{name}</h2>
        {onAdd !== undefined && (
          <Button look="ghost" aria-label={`${name}: ${t("rates.add")}`} onPress={onAdd}>
            <Icon of={Plus} size={16} />
            {t("rates.add")}
          </Button>
        )}
      </div>
      {holds !== undefined && (
        <>
          <dl className="adm-facts">
            {fieldsOf(kind).map(([field, shape]) => (
              <Value key={field} word={t(`rates.fields.${field}`)}>
                {show(shape, holds.value[field])}
              </Value>
            ))}
          </dl>
          <p className="label t3">
            {t("rates.from", { day: date(holds.valid_from) })} · {holds.source} ·{" "}
            <Writer rule={holds} />
          </p>
        </>
      )}
      {coming.map((rule) => (
        <p key={rule.id} className="label t2">
          <b>{t("rates.from", { day: date(rule.valid_from) })}</b> {said(rule)}
        </p>
      ))}
      {others.length > 0 && (
        <details>
          <summary className="label t2">
            {t("rates.before")} {others.length}
          </summary>
          <Table
            label={`${name}: ${t("rates.before")}`}
            rows={others}
            keyOf={(rule) => rule.id}
            columns={[
              {
                id: "from",
                word: t("rates.valid_from"),
                look: "nowrap",
                cell: (rule) => date(rule.valid_from),
              },
              {
                id: "value",
                word: t("rates.value"),
                cell: said,
              },
              { id: "source", word: t("rates.source"), wide: true, cell: (rule) => rule.source },
              {
                id: "by",
                word: t("rates.written"),
                wide: true,
                cell: (rule) => <Writer rule={rule} />,
              },
            ]}
          />
        </details>
      )}
    </section>
  );
}

function Value({ word, children }: { word: string; children: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd className="pnum">{children}</dd>
    </>
  );
}

function Writer({ rule }: { rule: Rule }) {
  const { t } = useTranslation("money");
  const { full } = useFormat();
  if (rule.by === null) return t("rates.shipped");
  return t("rates.by", { name: rule.by_name ?? "", at: full(rule.at) });
}

/** A calendar day with its year, as it stands in the table. */
function useDates() {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long", timeZone: "UTC" });
  return { date: (day: string) => format.format(new Date(`${day}T00:00:00Z`)) };
}

function useValue(): (shape: Shape, value: unknown) => string {
  const { i18n } = useTranslation();
  const { number } = useFormat();
  const percent = new Intl.NumberFormat(i18n.language, {
    style: "percent",
    maximumFractionDigits: 4,
  });
  return (shape, value) => {
    if (shape === "share") return percent.format(Number(value));
    if (shape !== "won") return number(Number(value));
    return i18n.language === "en" ? `₩${number(Number(value))}` : `${number(Number(value))}원`;
  };
}
