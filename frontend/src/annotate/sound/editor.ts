import type { Segment } from "../clock/doc";
import { inOrder, isSegment, markOf, startOf } from "../clock/doc";
import { type ClockEditor, type ClockOptions, createClockEditor } from "../clock/editor";
import type { Id } from "../core/doc";
import type { Handlers } from "../core/keymap";
import { createStore, type Store } from "../core/store";
import type { MediaSource } from "../media";
import { createSoundPlayer } from "./player";

/** How a sound is looked at; it stays from one piece to the next, until the page is left. */
export type Looks = { spectrogram: boolean };

/** Where it is written: the line of a segment, and the letter before which the caret stands. */
export type Caret = { id: Id; line: string; at: number };

export type SoundEditor = ClockEditor & {
  readonly source: MediaSource<"sound">;
  readonly looks: Store<Looks>;
  /** What could not be loaded. */
  readonly fault: Store<"wave_fault" | "sound_fault" | null>;
  /** Grows when the field of what is selected is to be written in. */
  readonly writing: Store<number>;
  /** Where it was written last. */
  readonly caret: Store<Caret | null>;
  /** On to the next segment (or back): it is played, and written where something is to be written. */
  next: (step: 1 | -1) => boolean;
  /** Puts words in at the caret; else at the end of the first line of what is selected. */
  putIn: (text: string, line?: string) => boolean;
  /** To the first line of what is selected. */
  write: ClockEditor["write"];
  toFields: () => boolean;
};

/** Whole milliseconds; a second, five, a hundredth. */
const REACH = { step: 1000, far: 5000, fine: 10, made: 2000, nearest: 2 };

let kept: Looks = { spectrogram: false };

export function createSoundEditor(
  schema: unknown,
  source: MediaSource<"sound">,
  answer: unknown,
  options: ClockOptions = {},
): SoundEditor {
  const fault = createStore<"wave_fault" | "sound_fault" | null>(null);
  const clock = createClockEditor(
    schema,
    {
      modality: "sound",
      name: source.name,
      facts: { length: source.facts.length },
      player: createSoundPlayer(source, (failed) => fault.set(failed ? "sound_fault" : null)),
      reach: REACH,
    },
    answer,
    options,
  );
  const looks = createStore(kept);
  looks.subscribe(() => {
    kept = looks.get();
  });
  const writing = createStore(0);
  const caret = createStore<Caret | null>(null);
  const toFields = () => {
    if (chosen() === undefined) return false;
    writing.set(writing.get() + 1);
    return true;
  };
  const chosen = (): Segment | undefined => {
    const one = markOf(clock.get().answer, clock.get().selected[0]);
    return one !== undefined && isSegment(one) ? one : undefined;
  };
  const linesOf = (one: Segment) => {
    const label = clock.schema.labels.find((each) => each.name === one.name);
    return label?.kind === "segment" ? (label.texts ?? []) : [];
  };
  const next = (step: 1 | -1) => {
    const all = inOrder(clock.get().answer).filter(isSegment);
    const now = chosen();
    const at = clock.player.time.get();
    const to =
      now !== undefined
        ? all[all.indexOf(now) + step]
        : step > 0
          ? (all.find((one) => one.end > at) ?? all[0])
          : all.findLast((one) => startOf(one) < at);
    if (to === undefined) {
      clock.say(step > 0 ? "last" : "first");
      return all.length > 0;
    }
    clock.select([to.id]);
    clock.reveal(to.id);
    clock.player.play(to);
    if (linesOf(to).length > 0 && !clock.get().readOnly) toFields();
    return true;
  };
  const editor = Object.assign(clock, {
    source,
    looks,
    fault,
    writing,
    caret,
    toFields,
    next,
    putIn(text: string, line?: string) {
      const one = chosen();
      if (one === undefined || clock.get().readOnly) return false;
      const lines = linesOf(one);
      const where = caret.get();
      const name =
        where?.id === one.id && (line === undefined || line === where.line)
          ? where.line
          : (line ?? lines[0]?.name);
      if (name === undefined || !lines.some((each) => each.name === name)) return false;
      const before = one.texts?.[name] ?? "";
      const at = where?.id === one.id && where.line === name ? where.at : before.length;
      const spaced = at > 0 && !/\s$/.test(before.slice(0, at)) ? ` ${text}` : text;
      clock.write(one.id, name, before.slice(0, at) + spaced + before.slice(at));
      caret.set({ id: one.id, line: name, at: at + spaced.length });
      return true;
    },
  }) as SoundEditor;
  const own: Handlers = {
    "sound.next": () => editor.next(1),
    "sound.previous": () => editor.next(-1),
    "sound.write": toFields,
    "sound.spectrogram": () => looks.set({ spectrogram: !looks.get().spectrogram }),
  };
  return Object.assign(editor, { handlers: { ...clock.handlers, ...own } });
}
