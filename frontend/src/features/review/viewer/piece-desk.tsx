import { lazy, type RefObject, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Fault, Skeleton } from "~/ui/fault";
import { Closed } from "./closed";
import { OpenPiece } from "./open-piece";
import type { Place } from "./place";
import { isBetween, usePiece } from "./use-piece";
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

/** The piece that is looked at: to be judged, or what has become of it. */
export function PieceDesk({ id, ...rest }: PieceProps & { id: number }) {
  const { t } = useTranslation("review");
  const { place, desk, main } = rest;
  const piece = desk.table.pieces.find((one) => one.id === id);
  const { work, source, kit, fault, retry } = usePiece(place.projectId, id);
  if (piece === undefined) return null;
  if (piece.state !== "open" || (work !== undefined && work.state !== "reserved"))
    return <Closed piece={piece} work={work} {...rest} />;
  const opening = (
    <main ref={main} tabIndex={-1} className="rv-finished">
      {fault === null || fault === undefined ? (
        <div className="rv-getting" aria-busy="true">
          <p className="sr-only">{t("getting")}</p>
          <Skeleton lines={4} />
        </div>
      ) : (
        <Fault error={fault} retry={retry} />
      )}
    </main>
  );
  if (work === undefined || source === undefined || kit === undefined) return opening;
  if (!isBetween(work)) return <OpenPiece work={work} source={source} kit={kit} {...rest} />;
  return (
    <Suspense fallback={opening}>
      <SidesDesk work={work} source={source} kit={kit} {...rest} />
    </Suspense>
  );
}
