import { useQuery } from "@tanstack/react-query";
import { ChevronDown, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button as Press } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useSought } from "~/ui/sought";

export type Found = { id: number; name: string; detail?: string };

/** Something chosen among many by typing a part of its name. What is chosen can be let go of. Nothing is
 * asked for before the field is opened. */
export function Finder({
  label,
  kind,
  chosen,
  find,
  name,
  hint,
  onChoose,
}: {
  label: string;
  /** What is looked for, to keep what was found apart. */
  kind: string;
  chosen: number | undefined;
  find: (text: string) => Promise<Found[]>;
  /** What the thing that is chosen is called. */
  name: (id: number) => Promise<string>;
  /** Said as long as nothing is typed, where not everything may be looked through. */
  hint?: string;
  onChoose: (id: number | undefined) => void;
}) {
  const { t } = useTranslation(["admin", "common"]);
  const [open, setOpen] = useState(false);
  const [asked, ask] = useState("");
  const { typed, type } = useSought(asked, ask);
  const field = useRef<HTMLSpanElement>(null);
  const sentence = useSentence();
  const idle = hint !== undefined && asked === "";
  const found = useQuery({
    queryKey: ["admin", "find", kind, asked],
    enabled: open && !idle,
    queryFn: () => find(asked),
    placeholderData: (before) => before,
  });
  const called = useQuery({
    queryKey: ["admin", "called", kind, chosen],
    enabled: chosen !== undefined,
    queryFn: () => name(chosen ?? 0),
  });
  const nothing = (): string => {
    if (idle) return hint;
    if (found.error !== null) return sentence(found.error);
    return found.isPending ? t("common:loading") : t("filter.none");
  };
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
      items={(!idle && found.data) || []}
      inputValue={typed}
      onInputChange={type}
      onOpenChange={setOpen}
      onChange={(key) => {
        if (key === null) return;
        type("");
        onChoose(Number(key));
      }}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <span className="in" ref={field}>
        <Input className="grow bare" placeholder={label} />
        <Button className="btn ghost sq" aria-label={label}>
          <Icon of={ChevronDown} size={16} />
        </Button>
      </span>
      <Popover className="pop menu" triggerRef={field} offset={4}>
        <ListBox<Found> renderEmptyState={() => <p className="label t3 p-2">{nothing()}</p>}>
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
