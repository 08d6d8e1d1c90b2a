import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Table } from "~/ui/table";
import { fieldOf, keyOf, type Row, typed } from "./model";
import { familiesQuery } from "./queries";
import { RowDialog } from "./row";

/** What is written where: a path and its field, one below the other. */
export function Rows({ rows, onChange }: { rows: Row[]; onChange: (next: Row[]) => void }) {
  const { t } = useTranslation("templates");
  // The row that is being changed; one past the end is new.
  const [at, setAt] = useState<number>();
  const names = useQuery(familiesQuery).data?.fields.map((one) => one.name) ?? [];
  const source = (row: Row) => {
    if (row.from === undefined) return t("rows.fixed_as", { value: typed(row.value) });
    const { name, own } = fieldOf(row.from, names);
    const word = t(`field.${keyOf(name)}` as "field.item_name");
    return own === "" ? word : `${word} · ${own}`;
  };
  const empty = (row: Row) => {
    if (row.optional) return t("rows.omitted");
    return row.default === undefined || row.default === null
      ? row.from === undefined
        ? ""
        : "null"
      : typed(row.default) || t("rows.blank");
  };
  const keep = (next: Row | null) => {
    if (at === undefined) return;
    const changed = [...rows];
    if (next === null) changed.splice(at, 1);
    else changed[at] = next;
    setAt(undefined);
    onChange(changed);
  };
  return (
    <section className="col g8">
      <h2 className="title">{t("rows.title")}</h2>
      <p className="hint">{t("rows.hint")}</p>
      <Table
        label={t("rows.title")}
        rows={rows.map((row, nth) => ({ row, nth }))}
        keyOf={({ row }) => row.to}
        columns={[
          {
            id: "to",
            word: t("rows.to"),
            cell: ({ row, nth }) => (
              <Button look="text" className="template-path" onPress={() => setAt(nth)}>
                {row.to}
              </Button>
            ),
          },
          { id: "from", word: t("rows.from"), look: "break", cell: ({ row }) => source(row) },
          {
            id: "default",
            word: t("rows.default"),
            wide: true,
            look: "t3",
            cell: ({ row }) => empty(row),
          },
        ]}
      />
      <Button onPress={() => setAt(rows.length)}>
        <Icon of={Plus} size={16} />
        {t("rows.add")}
      </Button>
      {at !== undefined && (
        <RowDialog
          key={at}
          row={rows[at]}
          taken={rows.filter((_, nth) => nth !== at).map((row) => row.to)}
          onKeep={keep}
          onClose={() => setAt(undefined)}
        />
      )}
    </section>
  );
}
