import {
  ArrowDown,
  ArrowUp,
  Eye,
  EyeOff,
  type LucideIcon,
  Maximize2,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { useClock } from "../../clock/use";
import { useStore } from "../../use";
import type { SeriesEditor } from "../editor";

/** Which channels are shown, in which order, and how near: all that the board and the keys can do to them. */
export function Channels({ editor }: { editor: SeriesEditor }) {
  const { t } = useTranslation("annotate-clock");
  const { order, hidden, scales } = useStore(editor.lanes, (lanes) => lanes);
  const inHand = useClock(editor, (state) => state.channel);
  if (editor.channels.length === 0) return null;
  return (
    <section>
      <h3 className="row between an-head">
        {t("series.channels")}
        {(hidden.size > 0 || scales.size > 0) && (
          <button type="button" className="an-link an-light" onClick={editor.showChannels}>
            {t("series.show_all")}
          </button>
        )}
      </h3>
      <ul className="se-channels">
        {order.map((channel, at) => {
          const { name } = editor.channels[channel]!;
          const off = hidden.has(channel);
          const act = (icon: LucideIcon, word: string, press: () => unknown, disabled = false) => (
            <button
              type="button"
              className="an-icon"
              aria-label={`${name}: ${word}`}
              title={word}
              disabled={disabled}
              onClick={press}
            >
              <Icon of={icon} size={16} />
            </button>
          );
          return (
            <li key={channel} className="row" data-now={name === inHand}>
              <button
                type="button"
                className="se-take clip grow label"
                aria-pressed={name === inHand}
                disabled={off}
                onClick={() => editor.takeChannel(channel)}
              >
                {name}
              </button>
              {name === inHand && !off && (
                <>
                  {act(ZoomIn, t("acts.series.nearer"), () => editor.zoomChannel(1.25, channel))}
                  {act(ZoomOut, t("acts.series.farther"), () => editor.zoomChannel(0.8, channel))}
                  {act(Maximize2, t("acts.series.fit"), () => editor.fitChannel(channel))}
                  {act(
                    ArrowUp,
                    t("acts.series.raise"),
                    () => editor.moveChannel(-1, channel),
                    at === 0,
                  )}
                  {act(
                    ArrowDown,
                    t("acts.series.lower"),
                    () => editor.moveChannel(1, channel),
                    at === order.length - 1,
                  )}
                </>
              )}
              <button
                type="button"
                className="an-icon"
                aria-label={`${name}: ${t(off ? "series.show" : "acts.series.hide")}`}
                aria-pressed={off}
                onClick={() => (off ? editor.showChannel(channel) : editor.hideChannel(channel))}
              >
                <Icon of={off ? EyeOff : Eye} size={16} />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
