/** Colours of the look for what is painted: variables are read once, and again when the theme changes. */
import { type Choice, textOn } from "../core/choices";
import { type ClockMark, isSegment, type Speaker, speakersOf } from "./doc";
import type { Core } from "./editor";

/** How many colours labels have. */
const COLOURS = 12;

/** A colour in CSS, the text upon it, and 1 solid, 2 dashed, 3 dotted: a colour never speaks alone. */
export type Tint = { colour: string; on: string; dash: 1 | 2 | 3 };

/** Who speaks, far from each other in the row of colours. */
export function speakerTint(speakers: readonly Speaker[], id: string | null | undefined): Tint {
  const at = speakers.findIndex((one) => one.id === id);
  if (at < 0) return { colour: "var(--text-3)", on: "var(--bg)", dash: 3 };
  const own = speakers[at]!.colour;
  const slot = (at * 3 + Math.floor(at / 4)) % COLOURS;
  return {
    colour: own ?? `var(--label-${slot + 1})`,
    on: own == null ? `var(--on-label-${slot + 1})` : textOn(own),
    dash: ((at % 3) + 1) as 1 | 2 | 3,
  };
}

export const choiceTint = (choice: Choice | undefined): Tint => ({
  colour: choice?.colour ?? "var(--text-3)",
  on: choice?.on ?? "var(--bg)",
  dash: choice?.dash ?? 3,
});

/** A mark has the colour of who speaks, where speakers are asked for; else of its class. */
export function tintOf(editor: Core): (mark: ClockMark) => Tint {
  const speakers = speakersOf(editor.schema);
  const known = new Map<string, Tint>();
  return (mark) => {
    const speaks = speakers.length > 0 && isSegment(mark);
    const key = speaks ? `s${mark.speaker}` : `${mark.name}\n${mark.class}`;
    let tint = known.get(key);
    if (tint === undefined) {
      tint = speaks ? speakerTint(speakers, mark.speaker) : choiceTint(editor.choiceOf(mark));
      known.set(key, tint);
    }
    return tint;
  };
}

/** What a CSS colour is here and now. */
export type Read = (colour: string) => string;

export function reader(root: Element): { read: Read; fresh: () => boolean } {
  const style = getComputedStyle(root);
  const known = new Map<string, string>();
  let theme = "";
  return {
    read(colour) {
      const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
      if (name === undefined) return colour;
      let value = known.get(name);
      if (value === undefined) {
        value = style.getPropertyValue(name).trim();
        known.set(name, value);
      }
      return value;
    },
    /** Is it the theme of last time? Else all is read anew. */
    fresh() {
      const now = style.getPropertyValue("--bg") + style.getPropertyValue("--text");
      const same = now === theme;
      if (!same) known.clear();
      theme = now;
      return same;
    },
  };
}
