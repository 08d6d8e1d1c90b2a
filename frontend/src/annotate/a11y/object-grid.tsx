import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Mark } from "../core/doc";
import type { Editor } from "../image/acts";
import { ordinals } from "../names";
import { useEditor } from "../use";
import { landOnRow } from "./land";
import { ObjectRow } from "./object-row";
import { useWindow } from "./window";

/**
 * The rows of the list: all that the pointer can do on the picture can be done here. Arrows go from row
 * to row, Delete deletes, the menu of a row has the rest.
 */
export function ObjectGrid({ editor, rows }: { editor: Editor; rows: readonly Mark[] }) {
  const { t } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const selected = useEditor(editor, (state) => state.selected);
  const hidden = useEditor(editor, (state) => state.hidden);
  const reading = useEditor(editor, (state) => state.readOnly);
  const numbers = useMemo(() => ordinals(answer), [answer]);
  const box = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => row.id === selected[0]);
  const seen = useWindow(box, rows.length, at);
  const chosen = new Set(selected);
  const focused = Math.max(0, at);

  const go = (row: Mark | undefined, extend = false) => {
    if (row === undefined) return;
    editor.select(extend ? [row.id, ...selected.filter((id) => id !== row.id)] : [row.id]);
    editor.reveal(row.id);
    seen.bring(rows.indexOf(row));
    focus(row.id);
  };
  const focus = (id: string) => landOnRow(box.current, id);
  const toggle = (row: Mark) => {
    if (selected.length > 1 && chosen.has(row.id)) {
      editor.select(selected.filter((id) => id !== row.id));
      focus(row.id);
    } else go(row, true);
  };
  const keys = (event: React.KeyboardEvent) => {
    const on = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (on === null) return;
    const index = Number(on.dataset.row);
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: Math.min(rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
    }[event.key];
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (to !== undefined && plain) {
      event.preventDefault();
      go(rows[to], event.shiftKey);
    } else if (plain && event.target === on && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      go(rows[index]);
      editor.zoomTo(rows[index]!.id);
    } else if (plain && (event.key === "Delete" || event.key === "Backspace") && !reading) {
      event.preventDefault();
      const gone = new Set(chosen.has(rows[index]!.id) ? selected : [rows[index]!.id]);
      editor.remove([...gone]);
      const stays = (row: Mark) => !gone.has(row.id);
      const next = rows.slice(index).find(stays) ?? rows.slice(0, index).findLast(stays);
      go(next);
    } else if (plain && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      const stops = [on, ...on.querySelectorAll<HTMLElement>("button")];
      const now = stops.indexOf(event.target as HTMLElement);
      stops[now + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled by its rows
    <div
      ref={box}
      role="grid"
      aria-label={t("objects")}
      aria-rowcount={rows.length}
      aria-multiselectable="true"
      className="an-rows"
      onKeyDown={keys}
      onScroll={seen.onScroll}
    >
      <div role="presentation" style={{ height: seen.before }} />
      {rows.slice(seen.from, seen.to).map((mark, index) => (
        <ObjectRow
          key={mark.id}
          editor={editor}
          mark={mark}
          index={seen.from + index}
          number={numbers.get(mark.id) ?? 1}
          selected={chosen.has(mark.id)}
          hidden={hidden.has(mark.id)}
          reading={reading}
          stop={seen.from + index === focused}
          onSelect={(extend) => (extend ? toggle(mark) : go(mark))}
        />
      ))}
      <div role="presentation" style={{ height: seen.after }} />
    </div>
  );
}
