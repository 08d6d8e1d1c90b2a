import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { type Column, Table } from "~/ui/table";

const FEW = 8; // rows that are shown until more are asked for

/** One table of a report under its title, its first rows until all are asked for; nothing where
 * it has none. */
export function Part<Row>({
  title,
  rows,
  columns,
  keyOf,
  children,
}: {
  title: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string | number;
  children?: ReactNode;
}) {
  const { t } = useTranslation("confidence");
  const { number } = useFormat();
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  return (
    <section className="col g12 mt-4">
      <h2 className="title">{title}</h2>
      {children}
      <Table label={title} rows={all ? rows : rows.slice(0, FEW)} columns={columns} keyOf={keyOf} />
      {rows.length > FEW && (
        <Button
          look="ghost"
          className="self-start"
          aria-label={`${title}: ${t(all ? "agree.less" : "agree.all", { n: number(rows.length) })}`}
          onPress={() => setAll(!all)}
        >
          {t(all ? "agree.less" : "agree.all", { n: number(rows.length) })}
        </Button>
      )}
    </section>
  );
}
