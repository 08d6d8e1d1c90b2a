import { ChevronDown, ChevronRight, Search } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { nameOf } from "../../core/choices";
import type { WholeLabel } from "../doc";
import { above, rowsOf } from "../tree";

/** More classes than these are looked for by name, and shut at first. */
const MANY = 14;

type Props = {
  label: WholeLabel;
  chosen: readonly string[];
  off: boolean;
  onPress: (id: string) => void;
};

/** Classes that belong to one another, to open, to search and to choose from. */
export function Tree({ label, chosen, off, onPress }: Props) {
  const { t, i18n } = useTranslation("annotate-text");
  const { classes } = label;
  const large = classes.length > MANY;
  const meant = new Set(chosen.flatMap((id) => above(classes, id)));
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(large ? meant : classes.map((one) => one.id)),
  );
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const fold = wanted.trim().toLocaleLowerCase();
  const name = (one: (typeof classes)[number]) => nameOf(one, i18n.language);
  const rows = rowsOf(
    classes,
    (id) => open.has(id),
    fold === "" ? null : (one) => name(one).toLocaleLowerCase().includes(fold),
  );
  const stop = Math.min(at, rows.length - 1);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    // At once: who goes by keys is faster than the next frame.
    box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
  };
  const turn = (id: string, on: boolean) => {
    const next = new Set(open);
    if (on) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  const press = (row: (typeof rows)[number]) => {
    if (row.inner && label.leaf_only === true) turn(row.one.id, !open.has(row.one.id));
    else if (!off) onPress(row.one.id);
  };
  const keys = (event: KeyboardEvent) => {
    const row = rows[stop];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = row.inner && (open.has(row.one.id) || fold !== "");
    if (event.key === "ArrowDown") go(stop + 1);
    else if (event.key === "ArrowUp") go(stop - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight" && row.inner) {
      if (shown) go(stop + 1);
      else turn(row.one.id, true);
    } else if (event.key === "ArrowLeft") {
      if (shown && fold === "") turn(row.one.id, false);
      else go(rows.findIndex((one) => one.one.id === row.one.parent));
    } else if (event.key === "Enter" || event.key === " ") press(row);
    else return;
    event.preventDefault();
  };
  const mark = label.many === true ? "check" : "radio";
  return (
    <>
      {large && (
        <label className="in tx-search">
          <Icon of={Search} size={16} className="t3" />
          <input
            type="search"
            className="bare grow"
            value={wanted}
            placeholder={t("search")}
            aria-label={t("search_in", { name: nameOf(label, i18n.language) })}
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowDown" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              go(0);
            }}
          />
        </label>
      )}
      {rows.length === 0 && <p className="t3 label">{t("search_none")}</p>}
      <div
        ref={box}
        role="tree"
        aria-label={nameOf(label, i18n.language)}
        aria-multiselectable={label.many === true}
        className="tx-tree"
        onKeyDown={keys}
      >
        {rows.map((row, n) => {
          const { one, level, inner } = row;
          const on = chosen.includes(one.id);
          const shown = open.has(one.id) || fold !== "";
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
            <div
              key={one.id}
              role="treeitem"
              data-row={n}
              tabIndex={n === stop ? 0 : -1}
              aria-level={level}
              aria-expanded={inner ? shown : undefined}
              aria-selected={on}
              className="lrow"
              style={{ paddingInlineStart: 8 + (level - 1) * 18 }}
              onFocus={() => setAt(n)}
              onClick={() => press(row)}
            >
              {inner ? (
                // biome-ignore lint/a11y/useKeyWithClickEvents: arrows open and shut
                // biome-ignore lint/a11y/noStaticElementInteractions: arrows open and shut
                <span
                  className="tx-turn"
                  onClick={(event) => {
                    event.stopPropagation();
                    turn(one.id, !shown);
                  }}
                >
                  <Icon of={shown ? ChevronDown : ChevronRight} size={16} />
                </span>
              ) : (
                <span className="tx-turn" />
              )}
              {!(inner && label.leaf_only === true) && (
                <span
                  className={`${mark} ${on ? "on" : ""} ${!on && meant.has(one.id) ? "some" : ""}`}
                  aria-hidden="true"
                />
              )}
              <span className="grow clip">{name(one)}</span>
            </div>
          );
        })}
      </div>
    </>
  );
}
