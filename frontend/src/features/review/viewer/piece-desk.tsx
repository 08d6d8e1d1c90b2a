import { lazy, type RefObject, Suspense } from "react";
import type { Source } from "~/annotate/kit";
import { Closed } from "./closed";
import { Getting } from "./getting";
import { OpenPiece } from "./open-piece";
import type { Place } from "./place";
import { isBetween, type ReviewKit, usePiece, type Work } from "./use-piece";
import type { Sending } from "./use-sending";
import type { Desk } from "./use-table";

// Few pieces are decisions between answers.
const SidesDesk = lazy(() =>
  import("../sides/sides-desk").then((part) => ({ default: part.SidesDesk })),
);

export type PieceProps = {
  place: Place;
  desk: Desk;
  sending: Sending;
  /** How many of the next pieces are ready to be shown. */
  ready: number;
  guide: boolean;
  setGuide: (open: boolean) => void;
  main: RefObject<HTMLElement | null>;
};

/** The same of one that can be judged. */
export type OpenProps = PieceProps & { work: Work; source: Source; kit: ReviewKit };

/** The piece that is looked at: to be judged, or what has become of it. */
export function PieceDesk({ id, ...rest }: PieceProps & { id: number }) {
  const { place, desk, main } = rest;
  const piece = desk.table.pieces.find((one) => one.id === id);
  const { work, source, kit, fault, retry } = usePiece(place.projectId, id);
  if (piece === undefined) return null;
  if (piece.state !== "open" || (work !== undefined && work.state !== "reserved"))
    return <Closed piece={piece} work={work} {...rest} />;
  const opening = <Getting main={main} fault={fault} retry={retry} />;
  if (work === undefined || source === undefined || kit === undefined) return opening;
  if (!isBetween(work)) return <OpenPiece work={work} source={source} kit={kit} {...rest} />;
  return (
    <Suspense fallback={opening}>
      <SidesDesk work={work} source={source} kit={kit} {...rest} />
    </Suspense>
  );
}
