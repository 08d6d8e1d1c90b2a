import type { LucideIcon } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Icon } from "./icons";

export type Act = {
  id: string;
  word: string;
  icon?: LucideIcon;
  act: () => void;
  danger?: boolean;
  off?: boolean;
};

function Acts({ acts, label }: { acts: readonly Act[]; label: string }) {
  return (
    <AriaMenu aria-label={label} disabledKeys={acts.filter((one) => one.off).map((one) => one.id)}>
      {acts.map((one) => (
        <MenuItem
          key={one.id}
          id={one.id}
          onAction={one.act}
          textValue={one.word}
          className={one.danger ? "menu-row c-bad" : "menu-row"}
        >
          {one.icon !== undefined && <Icon of={one.icon} size={16} />}
          {one.word}
        </MenuItem>
      ))}
    </AriaMenu>
  );
}

/** A button (`children`) that opens a list of acts. */
export function Menu({
  children,
  acts,
  label,
}: {
  children: ReactNode;
  acts: readonly Act[];
  label: string;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="pop menu" offset={4}>
        <Acts acts={acts} label={label} />
      </Popover>
    </MenuTrigger>
  );
}

/** The list alone, beside a button that stands already: for menus that are fetched when asked for. */
export function MenuAt({
  at,
  open,
  onOpen,
  acts,
  label,
}: {
  at: RefObject<HTMLElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
  acts: readonly Act[];
  label: string;
}) {
  const close = (act: () => void) => () => {
    onOpen(false);
    act();
  };
  return (
    <Popover
      className="pop menu"
      offset={4}
      placement="bottom end"
      triggerRef={at}
      isOpen={open}
      onOpenChange={onOpen}
    >
      <Acts acts={acts.map((one) => ({ ...one, act: close(one.act) }))} label={label} />
    </Popover>
  );
}
