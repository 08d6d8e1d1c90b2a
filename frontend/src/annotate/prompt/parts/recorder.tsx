import { Mic as MicIcon, MicOff, RotateCcw, Square, Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { ActKey } from "../../parts/act-key";
import { useStore } from "../../use";
import { wrongWith } from "../audio/levels";
import type { Mic, Recorded } from "../audio/mic";
import type { RecordingLabel } from "../doc";
import type { PromptEditor } from "../editor";
import type { Place } from "../places";
import { clock, mainLook } from "../use";
import { Choose } from "./choose";
import { Meter } from "./meter";
import { Poor, showsAhead } from "./parts-later";
import { useMic } from "./use-mic";

type Props = {
  editor: PromptEditor;
  place: Place & { label: RecordingLabel };
  /** Whether there is a take already, good or bad. */
  has: boolean;
  /** Whether there is one that will do. */
  done: boolean;
};

/** Speech: the microphone with a word before it, the room, then one big button. */
export function Recorder({ editor, place, has, done }: Props) {
  const { t } = useTranslation("annotate-prompt");
  const { label } = place;
  const { mic, opening, no, all, room, listening, open, listen, accept } = useMic(label);
  const [on, setOn] = useState(false);
  const [poor, setPoor] = useState<Recorded | null>(null);
  const [full, setFull] = useState(false);
  const at = useRef(place);
  const most = label.max_seconds ?? 600;

  const keep = async (made: Recorded, to: Place) => {
    const { blob, suffix, heard } = made;
    try {
      await editor.keep(to, {
        blob,
        suffix,
        device: mic?.settings ?? null,
        wave: heard.wave,
        seconds: heard.seconds,
      });
      setPoor(null);
      setFull(false);
      if (label.takes === "each") editor.goOn();
    } catch {
      // The device is full: what was spoken is still here.
      setPoor(made);
      setFull(true);
    }
  };
  const stop = async () => {
    setOn(false);
    const made = await mic?.stop();
    if (made == null) return;
    if (wrongWith(made.heard, label).length > 0) {
      setPoor(made);
      editor.say("poor");
    } else await keep(made, at.current);
  };
  const start = () => {
    if (mic === null) return;
    at.current = place;
    setPoor(null);
    setFull(false);
    mic.start();
    setOn(true);
    editor.say("recording");
  };
  useEffect(() => {
    if (mic !== null) showsAhead();
  }, [mic]);
  const ready = mic !== null && room !== null && !room.loud;
  const press = () => {
    if (!ready) return false;
    if (on) void stop();
    else start();
  };
  const stopping = useRef(stop);
  stopping.current = stop;
  useEffect(() => {
    editor.tools.now["prompt.take"] = press;
    editor.tools.now.cancel = () => {
      if (!on) return false;
      mic?.abort();
      setOn(false);
      editor.say("aborted");
    };
    return () => {
      delete editor.tools.now["prompt.take"];
      delete editor.tools.now.cancel;
    };
  });
  // A stage says how long it may be: nobody has to watch the clock.
  useEffect(() => {
    if (!on || mic === null) return;
    return mic.now.subscribe(() => {
      if (mic.now.get().seconds >= most - 0.1) void stopping.current();
    });
  }, [on, mic, most]);

  if (mic === null)
    return (
      <section className="pr-deck" aria-label={t("recorder")}>
        {no === null ? (
          <p className="pr-word">{t("mic.word")}</p>
        ) : (
          <p className="pr-word c-bad" role="alert">
            <Icon of={MicOff} size={18} /> {t(`mic.${no}`)}
          </p>
        )}
        <button
          type="button"
          className={mainLook(done)}
          disabled={opening}
          onClick={() => void open(null)}
        >
          <Icon of={MicIcon} size={20} />
          {t(opening ? "mic.opening" : no === null ? "mic.open" : "mic.again")}
        </button>
      </section>
    );
  return (
    <section className="pr-deck" aria-label={t("recorder")} data-on={on}>
      {all.length > 1 && !on && (
        <Choose
          label={t("mic.which")}
          options={all}
          chosen={mic.id}
          onChoose={(id) => void open(id)}
        />
      )}
      <Meter mic={mic} telling={on} />
      {room === null || room.loud ? (
        <Quiet {...{ room, listening, listen, accept, done }} />
      ) : (
        <>
          {poor !== null && (
            <Poor
              wrong={
                full ? [{ code: "full", detail: t("wrong.full") }] : wrongWith(poor.heard, label)
              }
              blob={poor.blob}
              wave={poor.heard.wave}
              seconds={poor.heard.seconds}
              onKeep={() => void keep(poor, at.current)}
            />
          )}
          <Big mic={mic} on={on} again={has || poor !== null} most={most} onPress={press} />
        </>
      )}
    </section>
  );
}

/** Before one begins: how loud the room is, and what to do about it. */
function Quiet({
  room,
  listening,
  listen,
  accept,
  done,
}: Pick<ReturnType<typeof useMic>, "room" | "listening" | "listen" | "accept"> & {
  done: boolean;
}) {
  const { t } = useTranslation("annotate-prompt");
  return (
    <div className="col g12">
      <p className="pr-word" role="status">
        {t(listening ? "room.now" : room === null ? "room.word" : "room.loud", {
          level: Math.round(room?.level ?? 0),
        })}
      </p>
      {room?.loud === true && !listening && (
        <ul className="pr-tips t2">
          {(["windows", "fan", "near"] as const).map((tip) => (
            <li key={tip}>{t(`room.${tip}`)}</li>
          ))}
        </ul>
      )}
      <button
        type="button"
        className={mainLook(done)}
        disabled={listening}
        onClick={() => void listen()}
      >
        <Icon of={room === null ? Volume2 : RotateCcw} size={20} />
        {t(listening ? "room.listening" : room === null ? "room.listen" : "room.again")}
      </button>
      {room?.loud === true && !listening && (
        <button type="button" className="btn ghost full" onClick={accept}>
          {t("room.anyway")}
        </button>
      )}
    </div>
  );
}

type BigProps = { mic: Mic; on: boolean; again: boolean; most: number; onPress: () => unknown };

function Big({ mic, on, again, most, onPress }: BigProps) {
  const { t } = useTranslation("annotate-prompt");
  const seconds = useStore(mic.now, (now) => Math.floor(now.seconds));
  const word = t(on ? "stop" : again ? "again" : "start");
  return (
    <div className="pr-big">
      <span className="pr-clock" aria-hidden="true">
        {on && `${clock(seconds)} / ${clock(most)}`}
      </span>
      <button
        type="button"
        className="pr-rec"
        aria-pressed={on}
        aria-label={word}
        onClick={onPress}
      >
        <Icon of={on ? Square : MicIcon} size={28} />
      </button>
      <span className="label t2">
        {word} <ActKey act="prompt.take" className="desk-only" />
      </span>
    </div>
  );
}
