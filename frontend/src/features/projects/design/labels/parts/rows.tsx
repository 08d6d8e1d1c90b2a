import { ArrowDown, ArrowUp, EllipsisVertical, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { type Act, Menu } from "~/ui/menu";
import { idOf, moved, type Row } from "../model";
import { Cell } from "./cell";
import { FaultLine, useFaultOf } from "./fault-line";

type Props<R extends Row> = {
  rows: R[];
  fresh: () => R;
  onChange: (rows: R[]) => void;
  /** What the list is of, for screen readers. */
  label: string;
  add: string;
  /** Before and after the names of a row. */
  lead?: (row: R, at: number, set: (part: Partial<R>) => void) => ReactNode;
  tail?: (row: R, at: number) => ReactNode;
  /** What stands over the leads, where they are fields. */
  leadTitle?: string;
  /** Under a row. */
  below?: (row: R, at: number, set: (part: Partial<R>) => void) => ReactNode;
  acts?: (row: R, at: number) => Act[];
};

/** Rows with a name in both languages and a stored value; Enter in a row begins the next. */
export function Rows<R extends Row>(props: Props<R>) {
  const { rows, fresh, onChange, label, add, lead, leadTitle, tail } = props;
  const { t } = useTranslation(["projects", "common"]);
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number | null>(null);
  const enter = (at: number) =>
    list.current?.children[at]?.querySelector<HTMLInputElement>("input")?.focus();
  useEffect(() => {
    if (wanted.current === null) return;
    enter(wanted.current);
    wanted.current = null;
  });
  const more = () => {
    wanted.current = rows.length;
    onChange([...rows, fresh()]);
  };
  const shape = `class-grid ${lead ? "led" : ""} ${tail ? "tailed" : ""}`;
  return (
    <div className="col g4">
      {rows.length > 0 && (
        <div className={`${shape} label t3`} aria-hidden="true">
          {lead !== undefined && <span className={leadTitle && "row-lead"}>{leadTitle}</span>}
          <span>{t("labels.ko")}</span>
          <span>{t("labels.en")}</span>
          <span className="desk-only">{t("labels.stored")}</span>
        </div>
      )}
      <ul ref={list} aria-label={label} className="col g4">
        {rows.map((row, at) => (
          <li key={row.key}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in its fields begins the next row, a short cut for the button below */}
            <div
              className={shape}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
                if (!(event.target instanceof HTMLInputElement)) return;
                event.preventDefault();
                if (at === rows.length - 1) more();
                else enter(at + 1);
              }}
            >
              <RowFields {...props} row={row} at={at} />
            </div>
            <Below {...props} row={row} at={at} />
            <FaultLine of={row.key} />
          </li>
        ))}
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

type RowProps<R extends Row> = Props<R> & { row: R; at: number };

const setter =
  <R extends Row>({ rows, onChange, at }: RowProps<R>) =>
  (part: Partial<R>) =>
    onChange(rows.map((one, place) => (place === at ? { ...one, ...part } : one)));

function Below<R extends Row>(props: RowProps<R>) {
  return props.below?.(props.row, props.at, setter(props)) ?? null;
}

function RowFields<R extends Row>(props: RowProps<R>) {
  const { rows, onChange, row, at, lead, tail, acts } = props;
  const { t } = useTranslation(["projects", "common"]);
  const bad = useFaultOf(row.key) !== undefined;
  const set = setter(props);
  const name = row.ko || row.en || t("labels.row", { n: at + 1 });
  const own: Act[] = [
    ...(acts?.(row, at) ?? []),
    {
      id: "up",
      word: t("labels.up"),
      icon: ArrowUp,
      off: at === 0,
      act: () => onChange(moved(rows, at, -1)),
    },
    {
      id: "down",
      word: t("labels.down"),
      icon: ArrowDown,
      off: at === rows.length - 1,
      act: () => onChange(moved(rows, at, 1)),
    },
    {
      id: "drop",
      word: t("common:delete"),
      icon: Trash2,
      danger: true,
      act: () => onChange(rows.filter((_, place) => place !== at)),
    },
  ];
  return (
    <>
      {lead?.(row, at, set)}
      <Cell
        label={t("labels.ko_of", { n: at + 1 })}
        hint={t("labels.ko")}
        value={row.ko}
        bad={bad}
        onChange={(ko) => set({ ko } as Partial<R>)}
      />
      <Cell
        label={t("labels.en_of", { n: at + 1 })}
        hint={t("labels.en")}
        value={row.en}
        bad={bad}
        onChange={(en) => set({ en } as Partial<R>)}
      />
      <span className="desk-only">
        <Cell
          label={t("labels.stored_of", { n: at + 1 })}
          value={row.fixed ? row.id : row.id || idOf(row)}
          locked={row.fixed}
          onChange={(id) => set({ id } as Partial<R>)}
        />
      </span>
      {tail?.(row, at)}
      <Menu label={t("labels.acts_of", { name })} acts={own}>
        <Button look="ghost" square aria-label={t("labels.acts_of", { name })}>
          <Icon of={EllipsisVertical} />
        </Button>
      </Menu>
    </>
  );
}
