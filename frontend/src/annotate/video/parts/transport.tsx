import {
  ArrowRightFromLine,
  ArrowRightToLine,
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  ChevronsLeft,
  ChevronsRight,
  CopyPlus,
  Diamond,
  EyeClosed,
  LogOut,
  type LucideIcon,
  Merge,
  Pause,
  Play,
  Split,
  Zap,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { NumberField } from "../../a11y/number-field";
import { isSegmentLabel } from "../../clock/doc";
import { otherRate, RATES } from "../../clock/player";
import { ariaOf, capsOf } from "../../core/keymap";
import { useKeyOf, useStore } from "../../use";
import { COPIED } from "../acts";
import type { VideoEditor } from "../editor";
import { keyframeAt, shapeAt } from "../tracks";
import { timeOfFrame, useFrame, useVideo } from "../use";
import { wordOf } from "./word";

type Of = { editor: VideoEditor };

/** Under the picture: what plays and steps, where it is, and what can be said of a track here. */
export function Transport({ editor }: Of) {
  const { t } = useTranslation("annotate-video");
  const playing = useStore(editor.film.playing, (on) => on);
  const tracked = editor.frame.tools.some((id) => ["box", "polygon", "point"].includes(id));
  const { step, toKey } = editor;
  return (
    <div className="vd-bar" role="toolbar" aria-label={t("transport")}>
      {tracked && <Act act="video.key_back" icon={ChevronFirst} onPress={() => toKey(-1)} wide />}
      <Act act="video.far_back" icon={ChevronsLeft} onPress={() => step(-10)} wide />
      <Act act="video.back" icon={ChevronLeft} onPress={() => step(-1)} />
      <Act
        act="video.play"
        icon={playing ? Pause : Play}
        word={t(playing ? "pause" : "play")}
        onPress={() => editor.playPause()}
        main
      />
      <Act act="video.on" icon={ChevronRight} onPress={() => step(1)} />
      <Act act="video.far_on" icon={ChevronsRight} onPress={() => step(10)} wide />
      {tracked && <Act act="video.key_on" icon={ChevronLast} onPress={() => toKey(1)} wide />}
      <Place editor={editor} />
      <Rate editor={editor} />
      <ClockActs editor={editor} />
      {tracked && <TrackActs editor={editor} />}
    </div>
  );
}

function Place({ editor }: Of) {
  const { t } = useTranslation("annotate-video");
  const frame = useFrame(editor);
  const last = editor.film.length - 1;
  return (
    <span className="vd-place t3">
      <NumberField
        letter=""
        label={t("frame")}
        value={frame}
        off={false}
        faultId={undefined}
        onTake={(to) => {
          if (!Number.isInteger(to) || to < 0 || to > last) return false;
          editor.goTo(to);
          return true;
        }}
        onGiveUp={() => {}}
      />
      <span>/ {last}</span>
      <span className="vd-time">{timeOfFrame(editor, frame)}</span>
    </span>
  );
}

function Rate({ editor }: Of) {
  const { t } = useTranslation(["annotate-video", "annotate-clock"]);
  const rate = useStore(editor.film.rate, (now) => now);
  const set = editor.film.setRate;
  return (
    <button
      type="button"
      className="an-icon vd-rate"
      title={t("annotate-clock:rate")}
      onClick={() => set(rate === RATES.at(-1) ? RATES[0]! : otherRate(rate, 1))}
    >
      <span className="sr-only">{t("annotate-clock:rate")}</span> {rate}×
    </button>
  );
}

/** What is marked on the clock from here on, and here. */
function ClockActs({ editor }: Of) {
  const { t } = useTranslation("annotate-video");
  const begun = useVideo(editor, (state) => state.begun !== null);
  const off = useVideo(editor, (state) => state.readOnly);
  const labels: readonly { kind: string }[] = editor.schema.labels;
  const segments = labels.some(isSegmentLabel);
  const events = labels.some((one) => one.kind === "event");
  if (off || (!segments && !events)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <span className="vd-set" role="group" aria-label={t("clock_acts")}>
      {segments && (
        <Act
          act={begun ? "clock.finish" : "clock.begin"}
          icon={begun ? ArrowRightToLine : ArrowRightFromLine}
          pressed={begun}
          onPress={() => (begun ? editor.finish() : editor.begin())}
        />
      )}
      {events && <Act act="clock.event" icon={Zap} onPress={() => editor.addEvent()} />}
    </span>
  );
}

/** What is said of the selected tracks on this frame. */
function TrackActs({ editor }: Of) {
  const { t } = useTranslation("annotate-video");
  const [count, setCount] = useState(COPIED);
  const off = useVideo(editor, (state) => state.readOnly);
  const selected = useVideo(editor, (state) => state.selected);
  useVideo(editor, (state) => state.answer);
  const frame = useFrame(editor);
  if (off) return null;
  const tracks = selected.map(editor.trackOf).filter((one) => one !== undefined);
  const [one] = tracks;
  const here = one === undefined ? null : shapeAt(one, frame);
  const keyed = one !== undefined && keyframeAt(one, frame) !== undefined;
  const none = one === undefined;
  const begun = one !== undefined && one.keyframes[0]!.frame <= frame;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <span className="vd-acts" role="group" aria-label={t("track_acts")}>
      <Act
        act="video.key"
        icon={Diamond}
        pressed={keyed}
        off={none || (here === null && !keyed)}
        onPress={() => editor.toggleKey()}
      />
      <Act
        act="video.outside"
        icon={LogOut}
        pressed={begun && here === null}
        off={!begun}
        onPress={() => editor.toggleOutside()}
      />
      <Act
        act="video.occluded"
        icon={EyeClosed}
        pressed={here?.occluded === true}
        off={here === null}
        onPress={() => editor.toggleOccluded()}
      />
      <Act act="video.split" icon={Split} off={!begun} onPress={() => editor.split()} />
      <Act
        act="video.merge"
        icon={Merge}
        off={tracks.length !== 2 || tracks[0]!.kind !== tracks[1]!.kind}
        onPress={() => editor.merge()}
      />
      <Act
        act="video.copy_on"
        icon={CopyPlus}
        off={here === null}
        onPress={() => editor.copyOn(count)}
      />
      <span className="vd-count">
        <NumberField
          letter=""
          label={t("copy_count")}
          value={count}
          off={none}
          faultId={undefined}
          onTake={(n) => {
            if (!Number.isInteger(n) || n < 1 || n > editor.film.length) return false;
            setCount(n);
            return true;
          }}
          onGiveUp={() => {}}
        />
      </span>
    </span>
  );
}

type ActProps = {
  act: string;
  icon: LucideIcon;
  word?: string;
  pressed?: boolean;
  off?: boolean;
  /** Is it the one that is pressed most? */
  main?: boolean;
  /** Left out where there is little room: keys and the timeline do it too. */
  wide?: boolean;
  onPress: () => unknown;
};

function Act({ act, icon, word, pressed, off = false, main, wide, onPress }: ActProps) {
  const { t } = useTranslation(["annotate-video", "annotate-clock"]);
  const chord = useKeyOf(act);
  const name = word ?? wordOf(t as never, act);
  return (
    <button
      type="button"
      className={`an-icon vd-act ${main === true ? "vd-main" : ""} ${wide === true ? "vd-wide" : ""}`}
      aria-label={name}
      title={chord === null ? name : `${name} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      aria-pressed={pressed}
      disabled={off}
      onClick={() => onPress()}
    >
      <Icon of={icon} size={18} />
    </button>
  );
}
