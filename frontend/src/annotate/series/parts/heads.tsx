import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { bodyOf } from "../../clock/paint";
import { useStore } from "../../use";
import type { SeriesEditor } from "../editor";
import { digitsOf, type Row, rowsIn, scaleOf } from "../lanes";
import { scaleTexts } from "../paint";

/** Beside each channel: its name, how high its edges are, and what it measures where the pointer is (or the
 * playhead). What has no room is scrolled to. */
export function Heads({ editor }: { editor: SeriesEditor }) {
  const { t } = useTranslation("annotate-clock");
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const lanes = useStore(editor.lanes, (all) => all);
  const inHand = useStore(editor, (state) => state.channel);
  const { top, bottom } = bodyOf(height);
  const rows = rowsIn(lanes, bottom - top);
  const tall = rows.reduce((sum, row) => sum + row.height, 0);
  useEffect(() => {
    const size = new ResizeObserver(() => setHeight(box.current!.clientHeight));
    size.observe(box.current!);
    return () => size.disconnect();
  }, []);
  // The channel in hand is in sight, whoever took it.
  useEffect(() => {
    const row = rows.find(({ channel }) => editor.channels[channel]!.name === inHand);
    const list = box.current!.querySelector(".se-heads-scroll")!;
    if (row === undefined) return;
    if (row.top < list.scrollTop) list.scrollTop = row.top;
    else if (row.top + row.height > list.scrollTop + list.clientHeight)
      list.scrollTop = row.top + row.height - list.clientHeight;
  }, [inHand, rows, editor]);
  return (
    <div ref={box} className="se-heads" style={{ paddingBlock: `${top}px ${height - bottom}px` }}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows as high as their lines */}
      <div
        className="se-heads-scroll"
        role="group"
        aria-label={t("series.channels")}
        onScroll={(event) => editor.scroll.set(event.currentTarget.scrollTop)}
      >
        <div style={{ height: tall, position: "relative" }}>
          {rows.map((row) => (
            <Head key={row.channel} editor={editor} row={row} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Head({ editor, row }: { editor: SeriesEditor; row: Row }) {
  const { channel } = row;
  const { name, unit } = editor.channels[channel]!;
  const now = useStore(editor, (state) => state.channel === name);
  const several = editor.channels.length > 1;
  const value = useRef<HTMLSpanElement>(null);
  const high = useRef<HTMLSpanElement>(null);
  const low = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // Far more often than React should render.
    const read = () => {
      const scale = scaleOf(editor, channel);
      const place = editor.hover.get() ?? editor.player.time.get();
      const [least, greatest] = scale === null ? ["", ""] : scaleTexts(scale);
      low.current!.textContent = least;
      high.current!.textContent = greatest;
      const digits = scale === null ? 0 : Math.min(6, digitsOf(scale) + 1);
      const [from, to] = (editor.levels.at(channel, place) ?? []).map((one) => one.toFixed(digits));
      value.current!.textContent =
        from === undefined ? "–" : from === to ? from : `${from} … ${to}`;
    };
    read();
    const { hover, player, levels, lanes } = editor;
    const offs = [hover, player.time, levels.version, lanes].map((one) => one.subscribe(read));
    return () => {
      for (const off of offs) off();
    };
  }, [editor, channel]);
  return (
    <div className="se-head" data-now={now && several} style={{ top: row.top, height: row.height }}>
      <button
        type="button"
        className="se-name"
        aria-pressed={now}
        title={name}
        onClick={() => editor.takeChannel(channel)}
        onDoubleClick={() => editor.fitChannel(channel)}
      >
        <b className="clip">{name}</b>
        {unit != null && <span className="t3 clip">{unit}</span>}
      </button>
      <span ref={value} className="se-value" aria-hidden="true" />
      <span ref={high} className="se-edge high" aria-hidden="true" />
      <span ref={low} className="se-edge low" aria-hidden="true" />
    </div>
  );
}
