import { useMemo, useState } from "react";
import type { Difference } from "~/annotate/kit";
import { useFollowing } from "~/annotate/use";
import type { Desk } from "../model/desk";

export type Comparison = {
  /** From what was handed in before to what is here now; null where nothing was. */
  diff: Difference | null;
  shown: boolean;
  show: (shown: boolean) => void;
};

/** What has been changed since a piece was handed in and came back. */
export function useComparison(desk: Desk): Comparison {
  const [shownOf, setShownOf] = useState<string | null>(null);
  const before = desk.piece.turns.findLast(
    (turn) => turn.level === 0 && turn.answer !== null,
  )?.answer;
  // Without it no change concerns the page: it would be made anew with every key.
  const now = useFollowing(desk.editor, (state) => (before == null ? null : state.answer));
  const diff = useMemo(
    () =>
      before == null || now === null ? null : desk.kit.difference(desk.kit.readAnswer(before), now),
    [desk.kit, before, now],
  );
  return {
    diff,
    shown: shownOf === desk.piece.id && diff !== null,
    show: (shown) => setShownOf(shown ? desk.piece.id : null),
  };
}
