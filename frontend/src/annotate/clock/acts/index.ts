/** Everything that a person can do to segments and events, by whatever means: keys, buttons, list, handles. */

import type { Annotation, Answer } from "../../core/doc";
import { isClockMark } from "../doc";
import type { Core } from "../editor";
import { type Hand, handOf } from "./hand";
import { type Looking, looking } from "./looking";
import { type Making, making } from "./making";
import { type Moving, moving } from "./moving";
import { type Playing, playing } from "./playing";
import { type Saying, saying } from "./saying";

export type { Texts } from "./hand";
export type { Edge } from "./moving";

type Keeping = {
  undo: () => boolean;
  redo: () => boolean;
  /** Another answer in the place of this one, as one step that can be taken back. */
  replace: (answer: Answer) => void;
  setReadOnly: (readOnly: boolean) => void;
};
export type Acts = Keeping & Looking & Making & Moving & Saying & Playing;

export function actsOf(core: Core): Acts {
  const hand = handOf(core);
  return {
    ...keeping(core, hand),
    ...looking(core),
    ...making(core, hand),
    ...moving(core, hand),
    ...saying(core, hand),
    ...playing(core, hand),
  };
}

function keeping(core: Core, { open, keep }: Hand): Keeping {
  const { patch, say } = core;
  return {
    undo() {
      if (!open() || !core.travel("undo")) return false;
      say("undone");
      return true;
    },
    redo() {
      if (!open() || !core.travel("redo")) return false;
      say("redone");
      return true;
    },
    replace: (answer) => keep(answer, []),
    setReadOnly: (readOnly) => patch({ readOnly, linking: null, begun: null, pulled: null }),
  };
}

/** Is it a mark that the acts know? */
export const isOwn = (one: Annotation): boolean => isClockMark(one);
