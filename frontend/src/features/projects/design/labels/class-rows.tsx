import { ArrowDown, ArrowUp, CircleAlert, EllipsisVertical, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { Input, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { Menu } from "~/ui/menu";
import { Key } from "~/ui/page";
import { ColourPick } from "./colour";
import { type ClassDraft, type Faults, freshClass, idOf, moved } from "./model";

type Props = {
  classes: ClassDraft[];
  onChange: (classes: ClassDraft[]) => void;
  /** How many classes come before these: colours and keys go on from there. */
  before: number;
  faults: Faults;
  /** What the list is of, for screen readers. */
  label: string;
  add: string;
};

/** The classes of one question, a row each; Enter in a row begins the next. */
export function ClassRows({ classes, onChange, before, faults, label, add }: Props) {
  const { t } = useTranslation(["projects", "common"]);
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.children[wanted.current];
    row?.querySelector<HTMLInputElement>("input")?.focus();
    wanted.current = null;
  });
  const set = (at: number, part: Partial<ClassDraft>) =>
    onChange(classes.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const more = () => {
    wanted.current = classes.length;
    onChange([...classes, freshClass()]);
  };
  const drop = (at: number) => onChange(classes.filter((_, place) => place !== at));
  return (
    <div className="col g4">
      <div className="class-head label t3" aria-hidden="true">
        <span />
        <span>{t("labels.ko")}</span>
        <span>{t("labels.en")}</span>
        <span className="desk-only">{t("labels.stored")}</span>
        <span />
        <span />
      </div>
      <ul ref={list} aria-label={label} className="col g4">
        {classes.map((one, at) => {
          const index = before + at;
          const fault = faults.get(one.key);
          const name = one.ko || one.en || t("labels.row", { n: at + 1 });
          return (
            <li key={one.key}>
              {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in its fields begins the next row, a short cut for the button below */}
              <div
                className="class-row"
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                  if (!(event.target instanceof HTMLInputElement)) return;
                  event.preventDefault();
                  if (at === classes.length - 1) more();
                  else
                    list.current?.children[at + 1]
                      ?.querySelector<HTMLInputElement>("input")
                      ?.focus();
                }}
              >
                <ColourPick
                  label={t("labels.colour_of", { name })}
                  value={one.colour}
                  shown={one.colour || `var(--label-${(index % 12) + 1})`}
                  onChange={(colour) => set(at, { colour })}
                />
                <Cell
                  label={t("labels.ko_of", { n: at + 1 })}
                  hint={t("labels.ko")}
                  value={one.ko}
                  bad={fault !== undefined}
                  onChange={(ko) => set(at, { ko })}
                />
                <Cell
                  label={t("labels.en_of", { n: at + 1 })}
                  hint={t("labels.en")}
                  value={one.en}
                  bad={fault !== undefined}
                  onChange={(en) => set(at, { en })}
                />
                <span className="desk-only">
                  <Cell
                    label={t("labels.stored_of", { n: at + 1 })}
                    value={one.fixed ? one.id : one.id || idOf(one)}
                    locked={one.fixed}
                    onChange={(id) => set(at, { id })}
                  />
                </span>
                <span className="class-key">{index < 9 && <Key>{index + 1}</Key>}</span>
                <Menu
                  label={t("labels.acts_of", { name })}
                  acts={[
                    {
                      id: "up",
                      word: t("labels.up"),
                      icon: ArrowUp,
                      off: at === 0,
                      act: () => onChange(moved(classes, at, -1)),
                    },
                    {
                      id: "down",
                      word: t("labels.down"),
                      icon: ArrowDown,
                      off: at === classes.length - 1,
                      act: () => onChange(moved(classes, at, 1)),
                    },
                    {
                      id: "drop",
                      word: t("common:delete"),
                      icon: Trash2,
                      danger: true,
                      act: () => drop(at),
                    },
                  ]}
                >
                  <Button look="ghost" square aria-label={t("labels.acts_of", { name })}>
                    <Icon of={EllipsisVertical} />
                  </Button>
                </Menu>
              </div>
              {fault !== undefined && (
                <p className="err" role="alert">
                  <Icon of={CircleAlert} size={16} />
                  {t(`labels.fault.${fault}`)}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <div>
        <Button look="ghost" onPress={more}>
          <Icon of={Plus} />
          {add}
        </Button>
      </div>
    </div>
  );
}

function Cell({
  label,
  hint,
  value,
  onChange,
  bad = false,
  locked = false,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  bad?: boolean;
  locked?: boolean;
}) {
  return (
    <TextField
      aria-label={label}
      value={value}
      onChange={onChange}
      isInvalid={bad}
      isReadOnly={locked}
      maxLength={100}
      className="field"
    >
      <span className={locked ? "in lock" : "in"}>
        <Input className="grow bare" placeholder={hint} />
      </span>
    </TextField>
  );
}
