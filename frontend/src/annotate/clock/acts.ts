/** Everything that a person can do to segments and events, by whatever means: keys, buttons, list, handles. */

import type { AttributeValue } from "../core/ask";
import { answered } from "../core/attributes";
import {
  type Annotation,
  type Answer,
  choose,
  type Id,
  isRelation,
  newId,
  put,
  remove,
} from "../core/doc";
import { near, reveal, whole, zoom } from "./axis";
import { endOf, inOrder, isClockLabel, isClockMark, isSegment, markOf, startOf } from "./doc";
import type { Core } from "./editor";
import { handOf, lines, valued } from "./hand";
import { type Making, makingOf } from "./making";
import { type Placing, placingOf } from "./placing";
import { type Playing, playingOf } from "./playing";

export type Acts = Making &
  Placing &
  Playing & {
    undo: () => boolean;
    redo: () => boolean;
    /** Another answer in the place of this one, as one step that can be taken back. */
    replace: (answer: Answer) => void;
    setReadOnly: (readOnly: boolean) => void;
    select: (ids: readonly Id[]) => void;
    /** The next (or previous) mark; where none is selected, from the playhead. */
    selectNext: (step: 1 | -1) => boolean;
    /** Brings a mark into view. */
    reveal: (id: Id) => void;
    /** A mark as near as it can be. */
    zoomTo: (id: Id) => void;
    zoomBy: (factor: number, pixel?: number) => void;
    fit: () => void;
    remove: (ids?: readonly Id[]) => boolean;
    /** What a press on a class does: what is selected gets it, what is made from now on too; a class of the
     * whole is chosen, one of relations ends the relation that is being made. */
    pick: (index: number) => boolean;
    /** Who speaks in what is selected, and in what is made. */
    speak: (speaker: string | null) => boolean;
    /** What is written of a segment, in one line. */
    write: (id: Id, line: string, text: string) => boolean;
    setAttribute: (ids: readonly Id[], name: string, value: AttributeValue | undefined) => void;
    setChannel: (channel: string | null) => void;
    /** Keeps the answer to a question about the whole, or takes it away. */
    answerTo: (id: Id, one: Annotation | null) => boolean;
    /** Binds selected marks together, or lets them go. */
    group: () => boolean;
    /** Begins a relation at the selected mark; where one waits, ends it there. */
    link: () => boolean;
  };

export function actsOf(core: Core): Acts {
  const { get, patch, commit, say, choices, player, axis } = core;
  const hand = handOf(core);
  const { open, labelOf, segmentLabel, chosen, segments, keep, having } = hand;

  const acts: Acts = {
    ...makingOf(core, hand),
    ...placingOf(core, hand),
    ...playingOf(core, hand),
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
    select(selected) {
      if (player.loop.get() !== null) {
        const one = markOf(get().answer, selected[0]);
        player.setLoop(one !== undefined && isSegment(one) ? one : null);
      }
      patch({ selected, pulled: null });
    },
    selectNext(step) {
      const all = inOrder(get().answer);
      if (all.length === 0) return false;
      const now = all.findIndex((one) => one.id === get().selected[0]);
      const at = player.time.get();
      let next: number;
      if (now >= 0) next = now + step;
      else if (step > 0) next = all.findIndex((one) => startOf(one) >= at);
      else next = all.findLastIndex((one) => startOf(one) < at);
      const one = all[(next + all.length) % all.length]!;
      acts.select([one.id]);
      player.seek(startOf(one));
      acts.reveal(one.id);
      return true;
    },
    reveal(id) {
      const one = markOf(get().answer, id);
      if (one !== undefined) axis.set(reveal(axis.get(), { start: startOf(one), end: endOf(one) }));
    },
    zoomTo(id) {
      const one = markOf(get().answer, id);
      if (one === undefined) return;
      const spare = isSegment(one) ? 0 : core.reach.made / 2;
      axis.set(near(axis.get(), { start: startOf(one) - spare, end: endOf(one) + spare }));
    },
    zoomBy: (factor, pixel) => axis.set(zoom(axis.get(), factor, pixel)),
    fit: () => axis.set(whole(axis.get())),
    remove(ids = get().selected) {
      if (!open() || ids.length === 0) return false;
      const gone = new Set(ids);
      keep(
        remove(get().answer, ids),
        get().selected.filter((id) => !gone.has(id)),
      );
      patch({ linking: null });
      say("removed");
      return true;
    },
    pick(index) {
      const choice = choices[index];
      if (choice === undefined || !open()) return false;
      const { label } = choice;
      if (choice.label.kind === "class") {
        commit(choose(get().answer, choice.label, choice.class.id, newId()));
        return true;
      }
      if (!isClockLabel(label)) {
        patch({ choice: index });
        return true;
      }
      patch({ choice: index });
      const marks = chosen().filter((one) => one.kind === label.kind);
      if (marks.length > 0)
        keep(
          having(
            ...marks.map((one) => ({
              ...one,
              name: choice.label.name,
              class: choice.class.id,
              ...valued(
                one.name === choice.label.name
                  ? answered(label.attributes ?? [], choice.class.id, one.attributes ?? {})
                  : {},
              ),
            })),
          ),
        );
      return true;
    },
    speak(speaker) {
      if (!open()) return false;
      patch({ speaker });
      const ones = segments().filter((one) => segmentLabel(one.name)?.speakers != null);
      if (ones.length > 0) keep(having(...ones.map((one) => ({ ...one, speaker }))));
      return true;
    },
    write(id, line, text) {
      const one = markOf(get().answer, id);
      if (one === undefined || !isSegment(one) || !open()) return false;
      const { texts, ...rest } = one;
      keep(
        having({ ...rest, ...lines({ ...texts, [line]: text }) }),
        undefined,
        `write ${id} ${line}`,
      );
      return true;
    },
    setAttribute(ids, name, value) {
      if (!open()) return;
      const ones = ids.map((id) => markOf(get().answer, id)).filter((one) => one !== undefined);
      keep(
        having(
          ...ones.map((one) => ({
            ...one,
            ...valued(
              answered(
                labelOf(one.name)?.attributes ?? [],
                one.class,
                one.attributes ?? {},
                name,
                value,
              ),
            ),
          })),
        ),
        undefined,
        `attribute ${ids.join()} ${name}`,
      );
    },
    setChannel: (channel) => patch({ channel }),
    answerTo(id, one) {
      if (!open()) return false;
      commit(
        one === null ? remove(get().answer, [id]) : put(get().answer, one),
        undefined,
        `answer ${id}`,
      );
      return true;
    },
    group() {
      const ones = chosen();
      if (!open() || ones.length === 0) return false;
      const together = ones.every((one) => one.group != null && one.group === ones[0]!.group);
      if (!together && ones.length < 2) return false;
      const group = together ? null : newId();
      keep(having(...ones.map((one) => ({ ...one, group }))));
      say(together ? "ungrouped" : "grouped");
      return true;
    },
    link() {
      const [one] = chosen();
      const { linking } = get();
      if (one === undefined || !open()) return false;
      if (linking === null) {
        patch({ linking: one.id });
        say("linking");
        return true;
      }
      const choice =
        choices[get().choice]?.label.kind === "relation"
          ? choices[get().choice]
          : choices.find((each) => each.label.kind === "relation");
      patch({ linking: null });
      if (choice === undefined || linking === one.id) return false;
      const made = {
        kind: "relation" as const,
        id: newId(),
        name: choice.label.name,
        class: choice.class.id,
        from: linking,
        to: one.id,
      };
      const same = get().answer.annotations.some(
        (each) =>
          isRelation(each) &&
          each.class === made.class &&
          each.from === made.from &&
          each.to === made.to,
      );
      if (!same) commit(put(get().answer, made));
      say("linked");
      return true;
    },
  };
  return acts;
}

/** Is it a mark that the acts know? */
export const isOwn = (one: Annotation): boolean => isClockMark(one);
