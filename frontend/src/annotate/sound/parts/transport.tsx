import {
  AudioLines,
  Combine,
  Maximize2,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  Scissors,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { timeOf } from "../../clock/format";
import { RATES } from "../../clock/player";
import { useClock } from "../../clock/use";
import { ActKey } from "../../parts/act-key";
import { useStore } from "../../use";
import type { SoundEditor } from "../editor";

type Of = { editor: SoundEditor };

/** What is heard: play, again, loop, where it is, how fast; and what cuts segments. */
export function Transport({ editor, phone }: Of & { phone: boolean }) {
  const { t } = useTranslation("annotate-clock");
  const playing = useStore(editor.player.playing, (on) => on);
  const looping = useStore(editor.player.loop, (stretch) => stretch !== null);
  const spectrogram = useStore(editor.looks, (looks) => looks.spectrogram);
  const reading = useClock(editor, (state) => state.readOnly);
  const some = useClock(editor, (state) => state.selected.length > 0);
  const segments = editor.schema.labels.some((one) => one.kind === "segment");
  return (
    <div className="sd-ctl" role="toolbar" aria-label={t("transport")}>
      <button
        type="button"
        className="an-icon"
        aria-label={t("again")}
        title={t("again")}
        onClick={() => {
          const [id] = editor.get().selected;
          if (id === undefined) editor.player.play({ start: 0, end: editor.facts.length });
          else editor.playMark(id);
        }}
      >
        <Icon of={RotateCcw} size={18} />
      </button>
      <button
        type="button"
        className="sd-play"
        aria-label={t(playing ? "pause" : "play")}
        onClick={() => editor.playPause()}
      >
        <Icon of={playing ? Pause : Play} size={20} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("loop")}
        title={t("loop")}
        aria-pressed={looping}
        disabled={!looping && !some}
        onClick={() => editor.loop()}
      >
        <Icon of={Repeat} size={18} />
      </button>
      <Place editor={editor} />
      {!phone && (
        <span className="row g4 label t3 desk-only sd-hint">
          <ActKey act="sound.field.play" /> {t("acts.clock.play")}
        </span>
      )}
      <span className="grow" />
      {!phone && !reading && segments && (
        <>
          <button type="button" className="btn ghost" onClick={() => editor.split()}>
            <Icon of={Scissors} size={16} /> {t("short.split")} <ActKey act="clock.split" />
          </button>
          <button
            type="button"
            className="btn ghost"
            disabled={!some}
            onClick={() => editor.merge()}
          >
            <Icon of={Combine} size={16} /> {t("short.merge")} <ActKey act="clock.merge" />
          </button>
        </>
      )}
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.sound.spectrogram")}
        title={t("acts.sound.spectrogram")}
        aria-pressed={spectrogram}
        onClick={() => editor.looks.set({ spectrogram: !spectrogram })}
      >
        <Icon of={AudioLines} size={18} />
      </button>
      {/* On a phone two fingers do that. */}
      {!phone && <Zoom editor={editor} />}
      <Rates editor={editor} phone={phone} />
    </div>
  );
}

/** Where it is heard: written by itself, far more often than React should render. */
function Place({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const now = useRef<HTMLElement>(null);
  useEffect(() => {
    const tell = () => {
      if (now.current !== null) now.current.textContent = timeOf(editor.player.time.get(), 1);
    };
    tell();
    return editor.player.time.subscribe(tell);
  }, [editor]);
  return (
    <span className="sd-time">
      <span className="sr-only">{t("place")} </span>
      <b ref={now} />
      <span className="t3"> / {timeOf(editor.facts.length, 1)}</span>
    </span>
  );
}

function Zoom({ editor }: Of) {
  const { t } = useTranslation("annotate");
  const [wide, near] = [1 / 1.5, 1.5];
  return (
    <>
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.zoom.out")}
        title={t("acts.zoom.out")}
        onClick={() => editor.zoomBy(wide)}
      >
        <Icon of={ZoomOut} size={18} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.zoom.in")}
        title={t("acts.zoom.in")}
        onClick={() => editor.zoomBy(near)}
      >
        <Icon of={ZoomIn} size={18} />
      </button>
      <button
        type="button"
        className="an-icon"
        aria-label={t("acts.zoom.fit")}
        title={t("acts.zoom.fit")}
        onClick={() => editor.fit()}
      >
        <Icon of={Maximize2} size={16} />
      </button>
    </>
  );
}

function Rates({ editor, phone }: Of & { phone: boolean }) {
  const { t } = useTranslation("annotate-clock");
  const rate = useStore(editor.player.rate, (value) => value);
  if (phone) {
    const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length]!;
    return (
      <button
        type="button"
        className="btn ghost sd-rate"
        aria-label={`${t("rate")}: ${t("rate_n", { n: rate })}`}
        onClick={() => editor.player.setRate(next)}
      >
        {t("rate_n", { n: rate })}
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <span className="seg" role="group" aria-label={t("rate")}>
      {RATES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={rate === one}
          onClick={() => editor.player.setRate(one)}
        >
          {one}
        </button>
      ))}
    </span>
  );
}
