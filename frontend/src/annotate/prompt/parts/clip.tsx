import { Pause, Play } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { shrunk } from "../audio/levels";
import { clock } from "../use";

type Mark = { at: number; sign: string; note: string | null; onPress: () => void };
type Props = {
  /** What is heard, for screen readers. */
  name: string;
  url: string | null;
  seconds: number | null;
  /** The highest of each stretch; where it is not known it is found in the sound. */
  wave?: readonly number[];
  marks?: readonly Mark[];
  /** Where it is heard, in milliseconds. */
  onMoment?: (ms: number) => void;
  /** Gives what plays and stops it: for keys. */
  onReady?: (play: () => void, seek: (ms: number) => void) => void;
  onFault?: () => void;
};

const BARS = 120;

/** A wave as bars of one path: it takes the colour of the words. */
function pathOf(wave: readonly number[]): string {
  const most = Math.max(0.05, ...wave);
  return wave
    .map((value, at) => {
      const half = Math.max(0.6, (value / most) * 15);
      return `M${at * 3 + 1} ${16 - half}V${16 + half}`;
    })
    .join("");
}

/** A sound to be heard: its wave, where one is, and the button. */
export function Clip(props: Props) {
  const { name, url, wave, marks = [], onMoment, onReady, onFault } = props;
  const { t } = useTranslation("annotate-prompt");
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(props.seconds ?? 0);
  const found = useWave(wave === undefined || wave.length === 0 ? url : null);
  const path = useMemo(
    () => pathOf(shrunk(wave !== undefined && wave.length > 0 ? wave : found, BARS)),
    [wave, found],
  );
  const bars = Math.max(1, Math.min(BARS, (wave?.length || found.length) ?? 1));
  const toggle = () => {
    const element = audio.current;
    if (element === null) return;
    if (element.paused) void element.play().catch(() => onFault?.());
    else element.pause();
  };
  const seek = (seconds: number) => {
    if (audio.current !== null) audio.current.currentTime = seconds;
    setAt(seconds);
    onMoment?.(seconds * 1000);
  };
  const acts = useRef({ toggle, seek });
  acts.current = { toggle, seek };
  useEffect(() => {
    onReady?.(
      () => acts.current.toggle(),
      (ms) => acts.current.seek(ms / 1000),
    );
  }, [onReady]);
  // The place moves with every picture of the screen, while it is heard.
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    const follow = () => {
      const now = audio.current?.currentTime ?? 0;
      setAt(now);
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [playing]);
  const share = length > 0 ? Math.min(1, at / length) : 0;
  return (
    <div className="pr-clip">
      {/* biome-ignore lint/a11y/useMediaCaption: what is spoken stands above, to be read */}
      <audio
        ref={audio}
        src={url ?? undefined}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={(event) => {
          setPlaying(false);
          onMoment?.(event.currentTarget.currentTime * 1000);
        }}
        onEnded={() => setPlaying(false)}
        onError={() => url !== null && onFault?.()}
        onLoadedMetadata={({ currentTarget: { duration } }) => {
          // What a browser recorded does not know how long it is until it was heard.
          if (Number.isFinite(duration) && duration > 0) setLength(duration);
        }}
      />
      <button
        type="button"
        className="pr-play"
        aria-label={t(playing ? "stop_hearing" : "hear", { name })}
        disabled={url === null}
        onClick={toggle}
      >
        <Icon of={playing ? Pause : Play} size={18} />
      </button>
      <div className="pr-wave">
        <svg viewBox={`0 0 ${bars * 3} 32`} preserveAspectRatio="none" aria-hidden="true">
          <path d={path} className="pr-bars" />
          <path
            d={path}
            className="pr-bars on"
            style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }}
          />
        </svg>
        <input
          type="range"
          min={0}
          max={Math.max(0.1, length)}
          step={0.01}
          value={Math.min(at, Math.max(0.1, length))}
          aria-label={t("moment_of", { name })}
          aria-valuetext={`${clock(at)} / ${clock(length)}`}
          onChange={(event) => seek(Number(event.target.value))}
        />
        {marks.map((mark) => (
          <button
            key={mark.sign}
            type="button"
            className="pin pr-pin"
            style={{ left: `${length > 0 ? Math.min(100, mark.at / 10 / length) : 0}%` }}
            aria-label={t("pin_at", { n: mark.sign, note: mark.note ?? "" })}
            onClick={() => {
              seek(mark.at / 1000);
              mark.onPress();
            }}
          >
            {mark.sign}
          </button>
        ))}
      </div>
      <span className="pr-time t3 label">
        {clock(at)} / {clock(length)}
      </span>
    </div>
  );
}

/** Longer ones are drawn as nothing: finding the wave would cost more than it shows. */
const MOST_BYTES = 30 << 20;
const NO_WAVE: readonly number[] = Array.from({ length: BARS }, () => 0);

function useWave(url: string | null): readonly number[] {
  const [wave, setWave] = useState(NO_WAVE);
  useEffect(() => {
    if (url === null) return;
    let over = false;
    const find = async () => {
      const bytes = await (await fetch(url)).arrayBuffer();
      if (bytes.byteLength > MOST_BYTES) return;
      const sound = await new OfflineAudioContext(1, 1, 8000).decodeAudioData(bytes);
      const samples = sound.getChannelData(0);
      const step = Math.max(1, Math.floor(samples.length / BARS));
      const found = Array.from({ length: BARS }, (_, n) => {
        let most = 0;
        for (let at = n * step; at < (n + 1) * step; at += 4)
          most = Math.max(most, Math.abs(samples[at] ?? 0));
        return most;
      });
      if (!over) setWave(found);
    };
    void find().catch(() => undefined); // then it is heard without being seen
    return () => {
      over = true;
    };
  }, [url]);
  return wave;
}
