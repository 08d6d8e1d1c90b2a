import { Play, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { landOnRow } from "../../a11y/land";
import { useWindow } from "../../a11y/window";
import { Said } from "../../parts/said";
import { type ClockMark, inOrder, isSegment } from "../doc";
import type { ClockEditor } from "../editor";
import { tintOf } from "../inks";
import { type Naming, useClock, useNaming } from "../use";
import { Places } from "./parts-later";

type Props = {
  editor: ClockEditor;
  /** Those that stand in it; all of them where nothing is said. */
  of?: (one: ClockMark) => boolean;
};

/**
 * Everything that is marked on the clock as a row: all that the pointer can do can be done here. Arrows go from row to
 * row, Enter plays, Delete deletes; what is selected has its numbers below.
 */
export function ClockList({ editor, of }: Props) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const selected = useClock(editor, (state) => state.selected);
  const reading = useClock(editor, (state) => state.readOnly);
  const naming = useNaming(editor);
  const box = useRef<HTMLDivElement>(null);
  const all = inOrder(answer);
  const rows = of === undefined ? all : all.filter(of);
  const at = rows.findIndex((row) => row.id === selected[0]);
  const seen = useWindow(box, rows.length, at);
  const focused = Math.max(0, at);
  const now = rows[at];
  const go = (row: ClockMark | undefined) => {
    if (row === undefined) return;
    editor.select([row.id]);
    editor.reveal(row.id);
    editor.player.seek(isSegment(row) ? row.start : row.at);
    seen.bring(rows.indexOf(row));
    landOnRow(box.current, row.id);
  };
  const keys = (event: React.KeyboardEvent) => {
    const on = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (on === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(on.dataset.row);
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: Math.min(rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
    }[event.key];
    if (to !== undefined) go(rows[to]);
    else if (event.target === on && (event.key === "Enter" || event.key === " ")) {
      go(rows[index]);
      editor.playMark(rows[index]!.id);
    } else if ((event.key === "Delete" || event.key === "Backspace") && !reading) {
      editor.remove([rows[index]!.id]);
      const next = rows[index + 1] ?? rows[index - 1];
      go(next);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const stops = [on, ...on.querySelectorAll<HTMLElement>("button")];
      const place = stops.indexOf(event.target as HTMLElement);
      stops[place + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <section className="an-objects">
      <h3 className="row between an-head">
        {t("marks")}
        <span className="t3 an-light">{t("marks_n", { n: rows.length })}</span>
      </h3>
      {rows.length === 0 ? (
        <p className="t3 label">{t(reading ? "marks_none_read" : "marks_none_bare")}</p>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled by its rows
        <div
          ref={box}
          role="grid"
          aria-label={t("marks")}
          aria-rowcount={rows.length}
          className="an-rows"
          onKeyDown={keys}
          onScroll={seen.onScroll}
        >
          <div role="presentation" style={{ height: seen.before }} />
          {rows.slice(seen.from, seen.to).map((mark, n) => (
            <Row
              key={mark.id}
              editor={editor}
              mark={mark}
              naming={naming}
              index={seen.from + n}
              selected={selected.includes(mark.id)}
              stop={seen.from + n === focused}
              reading={reading}
              onSelect={() => go(mark)}
            />
          ))}
          <div role="presentation" style={{ height: seen.after }} />
        </div>
      )}
      {now !== undefined && (
        <Places editor={editor} mark={now} name={naming.numbered(now)} off={reading} />
      )}
    </section>
  );
}

type RowProps = {
  editor: ClockEditor;
  mark: ClockMark;
  naming: Naming;
  index: number;
  selected: boolean;
  /** Does Tab come here? */
  stop: boolean;
  reading: boolean;
  onSelect: () => void;
};

function Row(props: RowProps) {
  const { editor, mark, naming, index, selected, stop, reading, onSelect } = props;
  const { t } = useTranslation("annotate-clock");
  const tint = tintOf(editor)(mark);
  const name = naming.title(mark);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      role="row"
      data-row={index}
      data-id={mark.id}
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      className="lrow label an-row"
      style={{ "--c": tint.colour } as React.CSSProperties}
      onClick={(event) => (event.target as Element).closest("button") === null && onSelect()}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the list */}
      <span role="gridcell" tabIndex={-1} className="row g8 grow">
        <span className="swatch" data-dash={tint.dash} />
        <span className="grow clip">{name}</span>
        <Said editor={editor} id={mark.id} />
        {mark.channel != null && <span className="t3 clip">{mark.channel}</span>}
        <span className="t3 ck-time">{naming.range(mark)}</span>
      </span>
      {selected && (
        // biome-ignore lint/a11y/useSemanticElements: see the list
        <span role="gridcell" tabIndex={-1} className="row an-acts">
          {editor.audible && isSegment(mark) && (
            <button
              type="button"
              tabIndex={-1}
              className="an-icon"
              aria-label={t("play_this", { name })}
              onClick={() => editor.playMark(mark.id)}
            >
              <Icon of={Play} size={16} />
            </button>
          )}
          {!reading && (
            <button
              type="button"
              tabIndex={-1}
              className="an-icon"
              aria-label={t("remove", { name })}
              onClick={() => editor.remove([mark.id])}
            >
              <Icon of={Trash2} size={16} />
            </button>
          )}
        </span>
      )}
    </div>
  );
}
