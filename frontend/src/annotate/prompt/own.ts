import { readCaptures } from "~/api/captures";
import { type WorkOf, workId } from "~/api/drafts";
import { takes } from "~/api/takes";
import { uuid } from "~/api/uuid";
import { type Captures, type Fresh, readingBy } from "./captures";
import { isTaken, readAnswer } from "./doc";

/** The takes that answers name. */
const namedIn = (answers: readonly unknown[]): ReadonlySet<number> =>
  new Set(
    answers.flatMap((one) =>
      readAnswer(one)
        .annotations.filter(isTaken)
        .map((a) => a.capture),
    ),
  );

/** The takes of a piece of work, for who makes them: those of before are on their way again. What was
 * handed in is the server's alone. */
export async function ownCaptures(work: WorkOf, handedIn: readonly unknown[]): Promise<Captures> {
  const id = workId(work);
  await takes.start(work.person);
  const given = namedIn(handedIn);
  for (const one of takes.state().all)
    if (one.work === id && one.capture !== null && given.has(one.capture.id))
      await takes.forget(one.id);
  let from = takes.state().all;
  let mine = from.filter((one) => one.work === id);
  return {
    read: readingBy(() => readCaptures(work)),
    own: {
      state: takes.state,
      listen: takes.listen,
      mine() {
        const { all } = takes.state();
        if (all !== from) {
          from = all;
          mine = all.filter((one) => one.work === id);
        }
        return mine;
      },
      async put({ suffix, ...fresh }: Fresh) {
        const own = uuid();
        await takes.put({
          ...fresh,
          ...work,
          id: own,
          work: id,
          name: `${fresh.label}-${own.slice(0, 8)}.${suffix}`,
          at: Date.now(),
          url: null,
          whole: false,
          capture: null,
          refusal: null,
          dropped: false,
        });
        return own;
      },
      drop: (one) => takes.drop(one),
      again: (one) => takes.again(one),
    },
  };
}
