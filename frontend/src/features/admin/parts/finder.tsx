import { useQuery } from "@tanstack/react-query";
import { ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button as Press } from "~/ui/button";
import { Icon } from "~/ui/icons";

export type Found = { id: number; name: string; detail?: string };

/** Something chosen among many by typing a part of its name. What is chosen can be let go of. */
export function Finder({
  label,
  kind,
  chosen,
  find,
  name,
  onChoose,
}: {
  label: string;
  /** What is looked for, to keep what was found apart. */
  kind: string;
  chosen: number | undefined;
  find: (text: string) => Promise<Found[]>;
  /** What the thing that is chosen is called. */
  name: (id: number) => Promise<string>;
  onChoose: (id: number | undefined) => void;
}) {
  const { t } = useTranslation("admin");
  const [typed, setTyped] = useState("");
  const found = useQuery({
    queryKey: ["admin", "find", kind, typed],
    queryFn: () => find(typed),
    placeholderData: (before) => before,
  });
  const called = useQuery({
    queryKey: ["admin", "called", kind, chosen],
    enabled: chosen !== undefined,
    queryFn: () => name(chosen ?? 0),
  });
  if (chosen !== undefined)
    return (
      <span className="row g4 nowrap">
        <span className="label t3">{label}</span>
        <b className="clip">{called.data ?? `#${chosen}`}</b>
        <Press
          look="ghost"
          square
          aria-label={t("filter.clear", { name: label })}
          onPress={() => onChoose(undefined)}
        >
          <Icon of={X} size={16} />
        </Press>
      </span>
    );
  return (
    <ComboBox
      aria-label={label}
      className="adm-finder"
      items={found.data ?? []}
      inputValue={typed}
      onInputChange={setTyped}
      onChange={(key) => {
        if (key === null) return;
        setTyped("");
        onChoose(Number(key));
      }}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <span className="in">
        <Input className="grow bare" placeholder={label} />
        <Button className="btn ghost sq" aria-label={label}>
          <Icon of={ChevronDown} size={16} />
        </Button>
      </span>
      <Popover className="pop menu" offset={4}>
        <ListBox<Found> renderEmptyState={() => <p className="label t3 p-2">{t("filter.none")}</p>}>
          {(one) => (
            <ListBoxItem id={one.id} textValue={one.name} className="menu-row">
              <span className="grow">
                {one.name}
                {one.detail !== undefined && <small className="hint block">{one.detail}</small>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
