import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { landOnRow } from "../../a11y/land";
import { useWindow } from "../../a11y/window";
import { nameOf } from "../../core/choices";
import { Said } from "../../parts/said";
import { paint } from "../../parts/swatch";
import { inOrder, type Span } from "../doc";
import type { TextEditor } from "../editor";
import { passageOf, slice } from "../points";
import { useText } from "../use";

/**
 * Every span as a row, in reading order: all that the pointer can do in the text can be done here.
 * Arrows go from row to row, Alt with arrows moves the ends, Delete deletes.
 */
export function SpanList({ editor }: { editor: TextEditor }) {
  const { t } = useTranslation("annotate-text");
  const answer = useText(editor, (state) => state.answer);
  const selected = useText(editor, (state) => state.selected);
  const reading = useText(editor, (state) => state.readOnly);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer has the spans
  const rows = useMemo(() => inOrder(editor.spans(), editor.parts), [answer, editor]);
  const faulty = new Set(reading ? [] : editor.faults().map((one) => one.annotation));
  const box = useRef<HTMLDivElement>(null);
  const at = rows.findIndex((row) => row.id === selected[0]);
  const seen = useWindow(box, rows.length, at);
  const chosen = new Set(selected);
  const focused = Math.max(0, at);

  const go = (row: Span | undefined, more = false) => {
    if (row === undefined) return;
    editor.select(more ? [row.id, ...selected.filter((id) => id !== row.id)] : [row.id]);
    editor.reveal(row.id);
    seen.bring(rows.indexOf(row));
    landOnRow(box.current, row.id);
  };
  /** Moves the end of a span to the next word, or with Shift its beginning. */
  const stretch = (row: Span, way: 1 | -1, start: boolean) => {
    const text = passageOf(editor.parts.find((one) => one.id === row.part)?.text ?? "");
    const from = start ? row.start : row.end;
    const to = Math.max(0, Math.min(text.length, from + way));
    editor.resize(row.id, start ? to : row.start, start ? row.end : to);
  };
  const keys = (event: KeyboardEvent) => {
    const on = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (on === null || event.ctrlKey || event.metaKey) return;
    const index = Number(on.dataset.row);
    const row = rows[index]!;
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: Math.min(rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
    }[event.key];
    if (way !== undefined && event.altKey && !reading) stretch(row, way, event.shiftKey);
    else if (event.altKey) return;
    else if (to !== undefined) go(rows[to], event.shiftKey);
    else if ((event.key === "Delete" || event.key === "Backspace") && !reading) {
      editor.remove(chosen.has(row.id) ? selected : [row.id]);
      const next = rows.slice(index).find((one) => !chosen.has(one.id) && one.id !== row.id);
      go(next ?? rows[index - 1]);
    } else if (event.target === on && (event.key === "Enter" || event.key === " ")) go(row);
    else return;
    event.preventDefault();
  };
  return (
    <section className="an-objects">
      <h3 className="row between an-head">
        {t("spans")}
        <span className="t3 an-light">{t("spans_n", { n: rows.length })}</span>
      </h3>
      {rows.length === 0 ? (
        <p className="t3 label">{t(reading ? "spans_none_read" : "spans_none")}</p>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled by its rows
        <div
          ref={box}
          role="grid"
          aria-label={t("spans")}
          aria-rowcount={rows.length}
          aria-multiselectable="true"
          className="an-rows"
          onKeyDown={keys}
          onScroll={seen.onScroll}
        >
          <div role="presentation" style={{ height: seen.before }} />
          {rows.slice(seen.from, seen.to).map((span, n) => (
            <Row
              key={span.id}
              editor={editor}
              span={span}
              index={seen.from + n}
              selected={chosen.has(span.id)}
              faulty={faulty.has(span.id)}
              reading={reading}
              stop={seen.from + n === focused}
              onSelect={(more) => go(span, more)}
            />
          ))}
          <div role="presentation" style={{ height: seen.after }} />
        </div>
      )}
    </section>
  );
}

type RowProps = {
  editor: TextEditor;
  span: Span;
  /** Its place in the list, from 0. */
  index: number;
  selected: boolean;
  faulty: boolean;
  reading: boolean;
  /** Does Tab come here? */
  stop: boolean;
  onSelect: (more: boolean) => void;
};

function Row({ editor, span, index, selected, faulty, reading, stop, onSelect }: RowProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const choice = editor.choiceOf(span);
  const text = slice(
    editor.parts.find((one) => one.id === span.part)?.text ?? "",
    span.start,
    span.end,
  );
  const name = choice === undefined ? span.class : nameOf(choice.class, i18n.language);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      role="row"
      data-row={index}
      data-id={span.id}
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      className="lrow label an-row"
      style={paint(choice)}
      onClick={(event) => {
        if ((event.target as Element).closest("button") !== null) return;
        onSelect(event.shiftKey || event.ctrlKey || event.metaKey);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the list */}
      <span role="gridcell" tabIndex={-1} className="row g8 grow">
        <span className="swatch" data-dash={choice?.dash} />
        <span className={`grow clip ${faulty ? "c-bad" : ""}`}>{text}</span>
        <Said editor={editor} id={span.id} />
        <span className="t3 clip tx-class">{name}</span>
      </span>
      {selected && !reading && (
        // biome-ignore lint/a11y/useSemanticElements: see the list
        <span role="gridcell" tabIndex={-1} className="row an-acts">
          <button
            type="button"
            tabIndex={-1}
            className="an-icon"
            aria-label={t("remove", { name: text.slice(0, 40) })}
            onClick={() => editor.remove([span.id])}
          >
            <Icon of={Trash2} size={16} />
          </button>
        </span>
      )}
    </div>
  );
}
