import { Camera as CameraIcon, CameraOff, FlipHorizontal2, Square, Video } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { ActKey } from "../../parts/act-key";
import {
  type Camera,
  type Facing,
  type Filming,
  film,
  openCamera,
  seenIn,
  shot,
  wrongWith,
} from "../camera";
import type { FilmLabel, PhotographLabel } from "../doc";
import type { PromptEditor } from "../editor";
import type { Place } from "../places";
import { clock, mainLook } from "../use";
import { FileButton, Frame } from "./frame";
import { Poor, showsAhead } from "./parts-later";
import type { Wrong } from "./why";

type Made = { blob: Blob; suffix: string; seconds: number | null; wrong: readonly Wrong[] };
type Props = {
  editor: PromptEditor;
  place: Place & { label: PhotographLabel | FilmLabel };
  has: boolean;
};

// Who let us see once is not asked before each piece of the visit.
let allowed: Facing | null = null;

/** A camera for photographs and films, or a file that there is already. */
export function Viewfinder({ editor, place, has }: Props) {
  const { t } = useTranslation("annotate-prompt");
  const { label } = place;
  const filming = label.kind === "film";
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [facing, setFacing] = useState<Facing>(allowed ?? "environment");
  const [no, setNo] = useState(false);
  const [rolling, setRolling] = useState<Filming | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [poor, setPoor] = useState<Made | null>(null);
  const current = useRef<Camera | null>(null);

  const open = useCallback(
    async (which: Facing) => {
      current.current?.close();
      current.current = null;
      setCamera(null);
      setNo(false);
      try {
        const made = await openCamera(which, filming);
        current.current = made;
        allowed = which;
        setFacing(which);
        setCamera(made);
        showsAhead();
      } catch {
        setNo(true);
      }
    },
    [filming],
  );
  useEffect(() => {
    if (allowed !== null) void open(allowed);
    return () => {
      current.current?.close();
      current.current = null;
    };
  }, [open]);
  useEffect(() => {
    if (video.current !== null && camera !== null) video.current.srcObject = camera.stream;
  }, [camera]);

  const take = async (made: Made, sure = false) => {
    if (made.wrong.length > 0 && !sure) {
      setPoor(made);
      editor.say("poor");
      return;
    }
    const { blob, suffix } = made;
    try {
      const device = camera?.settings ?? null;
      await editor.keep(place, { blob, suffix, device, wave: [], seconds: made.seconds });
      setPoor(null);
    } catch {
      setPoor({ ...made, wrong: [{ code: "full", detail: t("wrong.full") }] });
    }
  };
  const shoot = async () => {
    if (video.current === null || label.kind !== "photograph") return;
    const { blob, seen } = await shot(video.current);
    await take({ blob, suffix: "jpg", seconds: null, wrong: wrongWith(seen, label) });
  };
  const roll = async () => {
    if (camera === null || label.kind !== "film") return;
    if (rolling === null) {
      setPoor(null);
      setSeconds(0);
      setRolling(film(camera.stream));
      editor.say("recording");
      return;
    }
    setRolling(null);
    const made = await rolling.stop();
    const least = label.min_seconds ?? 1;
    const short = made.seconds < least;
    const wrong = short ? [{ code: "too_short", value: made.seconds, limit: least }] : [];
    await take({ ...made, wrong });
  };
  const press = () => void (filming ? roll() : shoot());
  const rolls = useRef(roll);
  rolls.current = roll;
  const most = label.kind === "film" ? (label.max_seconds ?? 600) : 0;
  useEffect(() => {
    if (rolling === null) return;
    const began = performance.now();
    const timer = setInterval(() => {
      const now = (performance.now() - began) / 1000;
      setSeconds(now);
      if (now >= most - 0.3) void rolls.current();
    }, 200);
    return () => clearInterval(timer);
  }, [rolling, most]);
  useEffect(() => {
    editor.tools.now["prompt.take"] = camera === null ? () => false : press;
    return () => {
      delete editor.tools.now["prompt.take"];
    };
  });
  const file = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    const seen = label.kind === "photograph" ? await seenIn(chosen) : null;
    const wrong = seen === null || label.kind !== "photograph" ? [] : wrongWith(seen, label);
    const suffix =
      chosen.name
        .split(".")
        .at(-1)
        ?.toLowerCase()
        .replace(/[^a-z0-9]/g, "") || "bin";
    await take({ blob: chosen, suffix, seconds: null, wrong });
  };

  const word = t(filming ? (rolling === null ? "start_film" : "stop_film") : "shoot");
  return (
    <section
      className="pr-deck"
      aria-label={t(filming ? "filming" : "camera.title")}
      data-on={rolling !== null}
    >
      {camera === null ? (
        <>
          <p className={no ? "pr-word c-bad" : "pr-word"} role={no ? "alert" : undefined}>
            {no && <Icon of={CameraOff} size={18} />}{" "}
            {t(no ? "camera.denied" : filming ? "camera.word_film" : "camera.word")}
          </p>
          <button type="button" className={mainLook(has)} onClick={() => void open(facing)}>
            <Icon of={CameraIcon} size={20} />
            {t(no ? "camera.again" : "camera.open")}
          </button>
        </>
      ) : (
        <>
          <div className="pr-finder">
            <video
              ref={video}
              autoPlay
              muted
              playsInline
              data-mirror={facing === "user"}
              aria-label={t("camera.sees")}
            />
            {label.kind === "photograph" && <Frame guide={label.guide ?? "none"} />}
          </div>
          {filming && (
            <span className="pr-clock">
              {clock(rolling === null ? 0 : seconds)} / {clock(most)}
            </span>
          )}
        </>
      )}
      {poor !== null && (
        <Poor
          kind={label.kind}
          wrong={poor.wrong}
          blob={poor.blob}
          seconds={poor.seconds}
          onKeep={() => void take(poor, true)}
        />
      )}
      <div className="pr-shoot">
        <FileButton
          kind={label.kind}
          word={t(filming ? "file.film" : "file.photograph")}
          onFile={file}
        />
        {camera !== null && (
          <>
            <button
              type="button"
              className="pr-rec"
              aria-pressed={filming ? rolling !== null : undefined}
              aria-label={word}
              onClick={press}
            >
              <Icon of={filming ? (rolling === null ? Video : Square) : CameraIcon} size={28} />
            </button>
            <button
              type="button"
              className="pr-side"
              disabled={rolling !== null}
              onClick={() => void open(facing === "user" ? "environment" : "user")}
            >
              <Icon of={FlipHorizontal2} size={22} />
              {t("camera.flip")}
            </button>
          </>
        )}
      </div>
      {camera !== null && (
        <p className="label t3 desk-only pr-keys">
          {word} <ActKey act="prompt.take" />
        </p>
      )}
    </section>
  );
}
