import { Cell, Column, Row, Table, TableBody, TableHeader } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Checkbox } from "~/ui/field";
import { Follow, type ListProps } from "./grid";
import { ItemMark } from "./marks";
import { Shot } from "./shot";

/** Items as a table. Arrows move, Space picks, Enter opens. */
export function Rows({ items, picked, onPick, onOpen, onFocus, shown }: ListProps) {
  const { t } = useTranslation("data");
  const { number, bytes, full } = useFormat();
  return (
    <div className="table-scroll">
      <Follow onFocus={onFocus}>
        <Table
          aria-label={t("items.name")}
          className="table pad"
          selectionMode="multiple"
          selectedKeys={picked}
          onSelectionChange={onPick}
          onRowAction={(key) => onOpen(Number(key))}
        >
          <TableHeader>
            <Column>
              <Checkbox slot="selection">{""}</Checkbox>
            </Column>
            <Column>{t("items.picture")}</Column>
            <Column isRowHeader>{t("items.item_name")}</Column>
            <Column>{t("items.by_state")}</Column>
            <Column className="num desk-only">{t("items.size")}</Column>
            <Column className="num desk-only">{t("items.bytes")}</Column>
            <Column className="num desk-only">{t("items.came")}</Column>
          </TableHeader>
          <TableBody items={items} dependencies={[shown]}>
            {(item) => (
              <Row
                id={item.id}
                textValue={item.name}
                className={item.id === shown ? "is-hover" : ""}
              >
                <Cell>
                  <Checkbox slot="selection">{""}</Checkbox>
                </Cell>
                <Cell>
                  <Shot
                    url={item.thumbnail_url ?? null}
                    excerpt={item.excerpt}
                    type={item.media_type}
                    className="thumb"
                  />
                </Cell>
                <Cell className="strong break">{item.name}</Cell>
                <Cell>
                  <ItemMark state={item.state} />
                </Cell>
                <Cell className="num desk-only">
                  {item.width === null || item.height === null
                    ? "–"
                    : `${number(item.width)}×${number(item.height)}`}
                </Cell>
                <Cell className="num desk-only">
                  {item.bytes === null ? "–" : bytes(item.bytes)}
                </Cell>
                <Cell className="num desk-only">{full(item.created_at)}</Cell>
              </Row>
            )}
          </TableBody>
        </Table>
      </Follow>
    </div>
  );
}
