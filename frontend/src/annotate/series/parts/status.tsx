import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { seen } from "../../clock/axis";
import { useClock } from "../../clock/use";
import type { SeriesEditor } from "../editor";
import { spanOf } from "../times";

/** Where the playhead is, how much is in sight, how many epochs have a class; `children` stand at the right. */
export function SeriesStatus({ editor, children }: { editor: SeriesEditor; children?: ReactNode }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const place = useRef<HTMLSpanElement>(null);
  const { epochs, series } = editor;
  // The pointer and the window move far more often than React should render.
  useEffect(() => {
    const { hover, player, axis } = editor;
    const tell = () => {
      const at = hover.get() ?? player.time.get();
      const { start, end } = seen(axis.get());
      const span = spanOf(Math.min(end - start, series.length));
      const n =
        epochs === null ? 0 : Math.min(Math.floor(at / epochs.label.step) + 1, epochs.count);
      if (place.current !== null)
        place.current.textContent = [
          epochs === null ? "" : `${t("series.epoch", { n, of: epochs.count })} · `,
          editor.format(at, true),
          ` · ${t("series.in_sight", { span })}`,
        ].join("");
    };
    tell();
    const offs = [hover, player.time, axis].map((one) => one.subscribe(tell));
    return () => {
      for (const off of offs) off();
    };
  }, [editor, epochs, series, t]);
  const number = new Intl.NumberFormat(i18n.language).format;
  return (
    <div className="stbar">
      <span ref={place} aria-hidden="true" />
      <span>{t("series.points", { n: number(series.points) })}</span>
      {epochs !== null && (
        <span>{t("series.epochs_done", { n: epochs.done(answer), of: epochs.count })}</span>
      )}
      <span className="grow" />
      {children}
    </div>
  );
}
