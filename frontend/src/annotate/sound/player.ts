import type { Stretch } from "../clock/doc";
import type { Player } from "../clock/player";
import { createStore } from "../core/store";
import type { MediaSource } from "../media";

/** Shorter ones stay on the device whole, so that they are there without a connection. */
const WHOLE_MS = 30 * 60_000;

/**
 * A sound that is heard through an <audio> element; its pitch stays whatever the rate. The element is
 * made with the first playing, and after `close` with the next.
 */
export function createSoundPlayer(
  source: MediaSource<"sound">,
  /** Says whether it could not be loaded. */
  onFault: (failed: boolean) => void,
): Player {
  const length = source.facts.length;
  const time = createStore(0);
  const playing = createStore(false);
  const rate = createStore(1);
  const loop = createStore<Stretch | null>(null);
  let audio: HTMLAudioElement | null = null;
  let url: string | null = null;
  let stretch: Stretch | null = null;
  let frame = 0;
  let tries = 0;
  let wanted = false;

  async function address(): Promise<string> {
    if (length > WHOLE_MS) return source.address("sound");
    url ??= URL.createObjectURL(await source.blob("sound"));
    return url;
  }
  /** Where the element is, and whether that is where it should stop or begin again. */
  function tell() {
    if (audio === null || audio.seeking) return;
    const at = Math.min(audio.currentTime * 1000, length);
    const over = loop.get() ?? stretch;
    if (playing.get() && over !== null && at >= over.end - 1) {
      if (loop.get() !== null) {
        audio.currentTime = over.start / 1000;
        time.set(over.start);
        return;
      }
      pause();
      seek(over.end);
      return;
    }
    time.set(at);
  }
  const run = () => {
    tell();
    frame = playing.get() ? requestAnimationFrame(run) : 0;
  };
  function element(): HTMLAudioElement {
    if (audio !== null) return audio;
    const made = new Audio();
    audio = made;
    made.preload = "auto";
    made.preservesPitch = true;
    made.addEventListener("timeupdate", tell);
    made.addEventListener("ended", () => {
      playing.set(false);
      time.set(length);
    });
    made.addEventListener("playing", () => {
      tries = 0;
      onFault(false);
    });
    made.addEventListener("pause", () => {
      if (!wanted) playing.set(false);
    });
    // An address that ended is asked for anew, where it stood.
    made.addEventListener("error", () => {
      if (audio !== made || tries > 1) {
        playing.set(false);
        if (audio === made) onFault(true);
        return;
      }
      tries += 1;
      void open(made).then(() => {
        if (playing.get()) made.play().catch(stopped);
      });
    });
    void open(made);
    return made;
  }
  const stopped = () => playing.set(false);
  async function open(made: HTMLAudioElement) {
    try {
      made.src = await address();
      made.playbackRate = rate.get();
      made.currentTime = time.get() / 1000;
    } catch {
      playing.set(false);
      onFault(true);
      // The next playing asks for it anew.
      if (audio === made) audio = null;
    }
  }
  function seek(place: number) {
    const at = Math.min(Math.max(place, 0), length);
    if (audio !== null) audio.currentTime = at / 1000;
    time.set(at);
  }
  function pause() {
    wanted = false;
    audio?.pause();
    playing.set(false);
  }
  return {
    length,
    time,
    playing,
    rate,
    loop,
    seek,
    pause,
    play(of) {
      const made = element();
      stretch = of ?? null;
      const over = loop.get();
      if (of !== undefined) seek(of.start);
      else if (over !== null && (time.get() < over.start || time.get() >= over.end))
        seek(over.start);
      else if (time.get() >= length) seek(0);
      made.playbackRate = rate.get();
      wanted = true;
      playing.set(true);
      const begin = () => made.play().catch(stopped);
      if (made.src === "") made.addEventListener("loadedmetadata", begin, { once: true });
      else void begin();
      if (frame === 0) frame = requestAnimationFrame(run);
    },
    setRate(next) {
      rate.set(next);
      if (audio !== null) audio.playbackRate = next;
    },
    setLoop: loop.set,
    close() {
      pause();
      cancelAnimationFrame(frame);
      frame = 0;
      if (audio !== null) {
        audio.removeAttribute("src");
        audio.load();
      }
      audio = null;
      if (url !== null) URL.revokeObjectURL(url);
      url = null;
    },
  };
}
