import { useEffect, useState } from "react";
import { type Letter, outbox } from "~/api/outbox";
import type { Known } from "~/api/trusted";
import { isAt, type Place } from "../viewer/place";

/** A verdict of which is known what would have been right. */
export type KnownVerdict = { letter: Letter; said: Known };

/** What is known of the last verdict here, where its inspector is told at once. */
export function useKnown(place: Place) {
  const [known, setKnown] = useState<KnownVerdict | null>(null);
  useEffect(
    () =>
      outbox.onAnswer((letter, { known: said }) => {
        if (said != null && isAt(place, letter)) setKnown({ letter, said });
      }),
    [place],
  );
  return { known, close: () => setKnown(null) };
}
