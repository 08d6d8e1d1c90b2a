import { PageTitle, rowsOf } from "~/ui/page";
import { Chips } from "~/ui/segments";
import type { Listed } from "~/ui/table";

/** The head of a desk: how much waits, in a sentence, and the choice between that and the rest. */
export function DeskHead<Row>({
  name,
  list,
  rest,
  which,
  words,
  says,
  onRest,
}: {
  name: string;
  list: Listed<Row>;
  /** Is it the rest that is looked at? */
  rest: boolean;
  /** What is chosen, for who cannot see it. */
  which: string;
  /** What waits, and the rest, in a word. */
  words: readonly [string, string];
  /** The sentence where so many wait; where nothing does; for the rest. */
  says: readonly [some: (n: string) => string, none: string, rest: string];
  onRest: (rest: true | undefined) => void;
}) {
  const rows = rowsOf(list);
  const [some, none, other] = says;
  const waiting = rows.length === 0 ? none : some(`${rows.length}${list.hasNextPage ? "+" : ""}`);
  return (
    <>
      <PageTitle name={name}>{!list.isSuccess ? name : rest ? other : waiting}</PageTitle>
      <div className="adm-tools">
        <Chips
          label={which}
          parts={[
            { id: "open", word: words[0] },
            { id: "rest", word: words[1] },
          ]}
          chosen={rest ? "rest" : "open"}
          onChoose={(id) => onRest(id === "rest" ? true : undefined)}
        />
      </div>
    </>
  );
}
