import type { Schema } from "~/api/client";
import type { Annotation, Answer, Id } from "../core/doc";
import type { Difference, Kit } from "../kit";

/** What became of one annotation: `ours` is of the right answer, `theirs` of the learner's. */
export type Mark = Schema<"MarkOut">;
export type State = Mark["state"];

/** What is to be mended first. */
const ORDER: readonly State[] = ["missing", "extra", "wrong_class", "shifted", "changed", "right"];

/** The marks as one goes through them: what is wrong first. */
export const inOrder = (marks: readonly Mark[]): readonly Mark[] =>
  [...marks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));

/** How many there are of each state. */
export function countsOf(marks: readonly Mark[]): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const { state } of marks) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

/** What the annotations of one answer are called beside another: a partner's name, or their own. */
export function namesOf(
  mine: Answer,
  beside: Answer,
  pairs: Iterable<readonly [mine: Id, beside: Id]>,
): ReadonlyMap<Id, Id> {
  const taken = new Set(beside.annotations.map((one) => one.id));
  const names = new Map<Id, Id>(pairs);
  for (const { id } of mine.annotations)
    if (!names.has(id)) names.set(id, taken.has(id) ? `mine ${id}` : id);
  return names;
}

/** The same answer, its annotations called otherwise. */
export const called = (answer: Answer, names: ReadonlyMap<Id, Id>): Answer => ({
  ...answer,
  annotations: answer.annotations.map((one) => renamed(one, names)),
});

const renamed = (one: Annotation, names: ReadonlyMap<Id, Id>): Annotation => {
  const name = (id: Id) => names.get(id) ?? id;
  const own = { ...one, id: name(one.id) };
  if (own.kind === "relation") return { ...own, from: name(own.from), to: name(own.to) };
  if (own.kind === "writing" && own.evidence !== undefined)
    return { ...own, evidence: own.evidence.map(name) };
  return own;
};

/** Both answers under the same names, so that what differs can be shown as between any two answers:
 * the learner's annotations bear the names of those that they were paired with. */
export type Laid = {
  mine: Answer;
  right: Answer;
  found: Difference;
  /** What an annotation of the learner is called here. */
  called: (theirs: Id) => Id;
};

/** Lays what somebody answered over the right answer; what counts as right is no difference. */
export function lay(
  { difference }: Pick<Kit, "difference">,
  mine: Answer,
  right: Answer,
  marks: readonly Mark[],
): Laid {
  const pairs = marks.flatMap(({ ours, theirs }) =>
    ours === null || theirs === null ? [] : [[theirs, ours] as const],
  );
  const names = namesOf(mine, right, pairs);
  const before = called(mine, names);
  const fine = new Set(marks.flatMap(({ state, ours }) => (state === "right" ? [ours] : [])));
  const found = difference(before, right);
  return {
    mine: before,
    right,
    found: { ...found, changed: found.changed.filter(({ after }) => !fine.has(after.id)) },
    called: (theirs) => names.get(theirs) ?? theirs,
  };
}
