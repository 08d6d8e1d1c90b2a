import { CLOCK_ACTS } from "../clock/keys";
import { keymap } from "../core/acts";
import { type Act, chordOf, type KeyPress } from "../core/keymap";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });

/** How many special marks have a key. */
export const MARK_KEYS = 9;

/** What keys do beside the clock's own. */
export const SOUND_ACTS: readonly Act[] = [
  ...CLOCK_ACTS,
  act("sound.next", "play", "Enter"),
  act("sound.previous", "play", "Shift+Enter"),
  act("sound.write", "write", "KeyW"),
  act("sound.spectrogram", "view", "KeyY"),
];

/** What keys do while it is written, where letters are letters. Tab and Esc leave the field, as everywhere. */
export const WRITING_ACTS: readonly Act[] = [
  act("sound.field.play", "write", "Mod+Space"),
  act("sound.field.loop", "write", "Mod+KeyL"),
  act("sound.field.back", "write", "Alt+ArrowLeft"),
  act("sound.field.on", "write", "Alt+ArrowRight"),
  act("sound.field.slower", "write", "Alt+ArrowDown"),
  act("sound.field.faster", "write", "Alt+ArrowUp"),
  act("sound.field.split", "write", "Mod+Slash"),
  ...Array.from({ length: MARK_KEYS }, (_, n) =>
    act(`sound.mark.${n + 1}`, "write", `Alt+Digit${n + 1}`),
  ),
];

/** The act of writing that a key does; keys that somebody changed are theirs here too. */
export function writingAct(press: KeyPress): string | null {
  const chord = press.isComposing ? null : chordOf(press);
  if (chord === null) return null;
  return WRITING_ACTS.find((one) => keymap.keysOf(one.id).includes(chord))?.id ?? null;
}
