import type { AttributeValue } from "../../core/ask";
import { answered } from "../../core/attributes";
import { type Annotation, choose, type Id, isRelation, newId, put, remove } from "../../core/doc";
import { isClockLabel, isSegment, markOf } from "../doc";
import type { Core } from "../editor";
import { type Hand, lines, valued } from "./hand";

/** What is said of them, and what they are to each other. */
export type Saying = {
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

export function saying(core: Core, hand: Hand): Saying {
  const { get, patch, commit, say, choices } = core;
  const { open, labelOf, segmentLabel, chosen, segments, keep, having } = hand;
  return {
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
}
