import { Diamond, Eye, EyeClosed, EyeOff, LogOut, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { landOnRow } from "../../a11y/land";
import { useWindow } from "../../a11y/window";
import { Said } from "../../parts/said";
import { paint } from "../../parts/swatch";
import { useStore } from "../../use";
import type { Track } from "../doc";
import type { VideoEditor } from "../editor";
import { keyframeAt, shapeAt } from "../tracks";
import { rangeOf, useFrameAfter, useTrackName, useVideo } from "../use";
import { Keyframes } from "./keyframes";

/**
 * Every track as a row: all that the pointer can do on the picture and the timeline can be done here. Arrows
 * go from row to row (with Shift more are chosen), Enter goes near, Delete deletes; of the one that is
 * selected the keyframes stand below, with their numbers.
 */
export function TrackList({ editor }: { editor: VideoEditor }) {
  const { t } = useTranslation("annotate-video");
  const answer = useVideo(editor, (state) => state.answer);
  const selected = useVideo(editor, (state) => state.selected);
  const reading = useVideo(editor, (state) => state.readOnly);
  const hidden = useStore(editor.frame, (state) => state.hidden);
  const box = useRef<HTMLDivElement>(null);
  void answer;
  const rows = editor.tracks();
  const at = rows.findIndex((row) => row.id === selected[0]);
  const seen = useWindow(box, rows.length, at);
  const focused = Math.max(0, at);
  const only = selected.length === 1 ? rows[at] : undefined;

  const focus = (id: string) => landOnRow(box.current, id);
  const go = (row: Track | undefined, extend = false) => {
    if (row === undefined) return;
    const others = selected.filter((id) => id !== row.id && editor.trackOf(id) !== undefined);
    editor.select(extend ? [row.id, ...others] : [row.id]);
    editor.reveal(row.id);
    seen.bring(rows.indexOf(row));
    focus(row.id);
  };
  const toggle = (row: Track) => {
    if (selected.length > 1 && selected.includes(row.id)) {
      editor.select(selected.filter((id) => id !== row.id));
      focus(row.id);
    } else go(row, true);
  };
  const keys = (event: React.KeyboardEvent) => {
    const on = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (on === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(on.dataset.row);
    const row = rows[index]!;
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: Math.min(rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
    }[event.key];
    if (to !== undefined) go(rows[to], event.shiftKey);
    else if (event.target === on && (event.key === "Enter" || event.key === " ")) {
      go(row);
      editor.zoomTo(row.id);
    } else if ((event.key === "Delete" || event.key === "Backspace") && !reading) {
      const gone = new Set(selected.includes(row.id) ? selected : [row.id]);
      editor.remove([...gone]);
      const stays = (one: Track) => !gone.has(one.id);
      const next = rows.slice(index).find(stays) ?? rows.slice(0, index).findLast(stays);
      go(next);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const stops = [on, ...on.querySelectorAll<HTMLElement>("button")];
      const place = stops.indexOf(event.target as HTMLElement);
      stops[place + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <section className="an-objects">
        <h3 className="row between an-head">
          {t("tracks")}
          <span className="t3 an-light">{t("tracks_n", { n: rows.length })}</span>
        </h3>
        {rows.length === 0 ? (
          <p className="t3 label">{t(reading ? "tracks_none_read" : "tracks_none")}</p>
        ) : (
          // biome-ignore lint/a11y/useSemanticElements: a table cannot be scrolled by its rows
          <div
            ref={box}
            role="grid"
            aria-label={t("tracks")}
            aria-rowcount={rows.length}
            aria-multiselectable="true"
            className="an-rows"
            onKeyDown={keys}
            onScroll={seen.onScroll}
          >
            <div role="presentation" style={{ height: seen.before }} />
            {rows.slice(seen.from, seen.to).map((track, n) => (
              <Row
                key={track.id}
                editor={editor}
                track={track}
                index={seen.from + n}
                selected={selected.includes(track.id)}
                hidden={hidden.has(track.id)}
                stop={seen.from + n === focused}
                reading={reading}
                onSelect={(extend) => (extend ? toggle(track) : go(track))}
              />
            ))}
            <div role="presentation" style={{ height: seen.after }} />
          </div>
        )}
      </section>
      {only !== undefined && <Keyframes key={only.id} editor={editor} track={only} />}
    </>
  );
}

type RowProps = {
  editor: VideoEditor;
  track: Track;
  index: number;
  selected: boolean;
  hidden: boolean;
  /** Does Tab come here? */
  stop: boolean;
  reading: boolean;
  onSelect: (extend: boolean) => void;
};

function Row(props: RowProps) {
  const { editor, track, index, selected, hidden, stop, reading, onSelect } = props;
  const { t } = useTranslation(["annotate-video", "annotate"]);
  const name = useTrackName(editor)(track);
  const { start, end } = rangeOf(track, editor.film.length);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      role="row"
      data-row={index}
      data-id={track.id}
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      className="lrow label an-row"
      style={paint(editor.choiceOf(track))}
      onClick={(event) => {
        // What its buttons do is theirs.
        if ((event.target as Element).closest("button") !== null) return;
        onSelect(event.shiftKey || event.ctrlKey || event.metaKey);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see the list */}
      <span role="gridcell" tabIndex={-1} className="row g8 grow">
        <span className="swatch" data-dash={editor.choiceOf(track)?.dash} />
        <span className="grow clip">{name}</span>
        <Said editor={editor.frame} id={track.id} />
        <Now editor={editor} track={track} />
        {hidden && !selected && <span className="t3">{t("annotate:hidden")}</span>}
        {!selected && <span className="t3 vd-range">{t("range", { start, end })}</span>}
        {selected && <span className="sr-only">{t("range", { start, end })}</span>}
      </span>
      {selected && (
        // biome-ignore lint/a11y/useSemanticElements: see the list
        <span role="gridcell" tabIndex={-1} className="row an-acts">
          <button
            type="button"
            tabIndex={-1}
            className="an-icon"
            aria-label={`${t(hidden ? "annotate:show" : "annotate:hide")}: ${name}`}
            onClick={() => editor.frame.hide([track.id], !hidden)}
          >
            <Icon of={hidden ? EyeOff : Eye} size={16} />
          </button>
          {!reading && (
            <button
              type="button"
              tabIndex={-1}
              className="an-icon"
              aria-label={`${t("annotate:delete")}: ${name}`}
              onClick={() => editor.remove([track.id])}
            >
              <Icon of={Trash2} size={16} />
            </button>
          )}
        </span>
      )}
    </div>
  );
}

/** What is known of a track on this frame: a sign, and its word for who hears it. */
function Now({ editor, track }: { editor: VideoEditor; track: Track }) {
  const { t } = useTranslation("annotate-video");
  const now = useFrameAfter(editor, (frame) => {
    const shown = shapeAt(track, frame);
    if (shown === null) return "not_here";
    if (shown.occluded) return "hidden_here";
    return keyframeAt(track, frame) === undefined ? null : "key_here";
  });
  if (now === null) return null;
  const icon = { not_here: LogOut, hidden_here: EyeClosed, key_here: Diamond }[now];
  const word = t(now);
  return (
    <span className="t3" title={word}>
      <Icon of={icon} size={14} />
      <span className="sr-only">{word}</span>
    </span>
  );
}
