import { ArrowUp, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Select, TextField } from "~/ui/field";
import { Icon } from "~/ui/icons";
import type { Template } from "./queries";

type Column = Template["columns"][number];
const VALUES = [
  "reference",
  "bank",
  "bank_name",
  "account",
  "holder",
  "amount",
  "memo",
  "fixed",
] as const;
const MOST = 30;

/** The columns of the file that is sent, in their order. */
export function Columns({
  columns,
  onChange,
}: {
  columns: readonly Column[];
  onChange: (columns: Column[]) => void;
}) {
  const { t } = useTranslation("payouts");
  const put = (at: number, change: Partial<Column>) =>
    onChange(columns.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const up = (at: number) => {
    const next = [...columns];
    const [moved] = next.splice(at, 1);
    if (moved !== undefined) next.splice(at - 1, 0, moved);
    onChange(next);
  };
  return (
    <section aria-labelledby="columns">
      <h2 className="title" id="columns">
        {t("template.columns")}
      </h2>
      {columns.map((column, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is where it stands
        <div key={at} className="po-column">
          <TextField
            label={t("template.head")}
            value={column.head}
            maxLength={40}
            onChange={(head) => put(at, { head })}
          />
          <div className="col g8">
            <Select
              label={t("template.value")}
              value={column.value}
              onChange={(value) => put(at, { value: value as Column["value"] })}
              options={VALUES.map((id) => ({ id, name: t(`template.values.${id}`) }))}
            />
            {column.value === "fixed" && (
              <TextField
                label={t("template.text")}
                value={column.text}
                maxLength={40}
                onChange={(text) => put(at, { text })}
              />
            )}
          </div>
          <Button
            look="ghost"
            square
            isDisabled={at === 0}
            aria-label={t("template.up", { n: at + 1 })}
            onPress={() => up(at)}
          >
            <Icon of={ArrowUp} size={16} />
          </Button>
          <Button
            look="ghost"
            square
            isDisabled={columns.length === 1}
            aria-label={t("template.remove", { n: at + 1 })}
            onPress={() => onChange(columns.filter((_, index) => index !== at))}
          >
            <Icon of={X} size={16} />
          </Button>
        </div>
      ))}
      {columns.length < MOST && (
        <Button
          look="line"
          onPress={() => onChange([...columns, { head: "", value: "memo", text: "" }])}
        >
          <Icon of={Plus} size={16} />
          {t("template.add")}
        </Button>
      )}
    </section>
  );
}

const SAMPLE: Record<Column["value"], string> = {
  reference: "D1024",
  bank: "004",
  bank_name: "국민은행",
  account: "110123456789",
  holder: "김민지",
  amount: "119386",
  memo: "두레",
  fixed: "",
};

/** The first rows of a file that is made so. */
export function Example({ template }: { template: Template }) {
  const { t } = useTranslation("payouts");
  const row = (cells: string[]) =>
    cells.join(template.delimiter === "\t" ? "  →  " : template.delimiter);
  return (
    <figure className="col g8">
      <figcaption className="label t3">{t("template.example")}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className="mono po-example" tabIndex={0}>
        {template.header && `${row(template.columns.map((one) => one.head))}\n`}
        {row(template.columns.map((one) => (one.value === "fixed" ? one.text : SAMPLE[one.value])))}
      </pre>
    </figure>
  );
}
