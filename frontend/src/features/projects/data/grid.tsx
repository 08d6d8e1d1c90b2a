import type { ReactNode } from "react";
import { GridList, GridListItem, type Selection } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Checkbox } from "~/ui/field";
import { ItemMark } from "./marks";
import type { Item } from "./queries";
import { Shot } from "./shot";

export type ListProps = {
  items: Item[];
  picked: Selection;
  onPick: (picked: Selection) => void;
  onOpen: (item: number) => void;
  /** The item under the keyboard has changed. */
  onFocus: (item: number) => void;
  shown: number | undefined;
};

/** Items as pictures. Arrows move, Space picks, Enter opens. */
export function Grid({ items, picked, onPick, onOpen, onFocus, shown }: ListProps) {
  const { t } = useTranslation("data");
  return (
    <Follow onFocus={onFocus}>
      <GridList
        aria-label={t("items.name")}
        layout="grid"
        className="tiles"
        items={items}
        dependencies={[shown]}
        selectionMode="multiple"
        selectedKeys={picked}
        onSelectionChange={onPick}
        onAction={(key) => onOpen(Number(key))}
      >
        {(item) => (
          <GridListItem
            id={item.id}
            textValue={item.name}
            className={item.id === shown ? "tile shown" : "tile"}
          >
            <Shot url={item.thumbnail_url ?? null} excerpt={item.excerpt} type={item.media_type} />
            <Checkbox slot="selection">{""}</Checkbox>
            <div className="tile-words">
              <b className="clip" title={item.name}>
                {shortName(item.name)}
              </b>
              <ItemMark state={item.state} />
            </div>
          </GridListItem>
        )}
      </GridList>
    </Follow>
  );
}

/** The last part of a name that is a path. */
export const shortName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Tells which item the keyboard is on. */
export function Follow({
  onFocus,
  children,
}: {
  onFocus: (item: number) => void;
  children: ReactNode;
}) {
  return (
    <div
      onFocusCapture={(event) => {
        const key = event.target.closest("[data-key]")?.getAttribute("data-key");
        if (key && Number(key) > 0) onFocus(Number(key));
      }}
    >
      {children}
    </div>
  );
}
