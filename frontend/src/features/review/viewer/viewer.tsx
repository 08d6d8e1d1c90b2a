import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { KeySheet, useKeys } from "~/annotate";
import { useKnown } from "../known/use-known";
import { doneCount, openCount, upcoming } from "../model/session";
import { queuesQuery } from "../queries";
import "../review.css";
import { actsOf } from "./acts";
import { Finished } from "./finished";
import { PieceDesk } from "./piece-desk";
import { isAt, type Place } from "./place";
import { Strip } from "./strip";
import { Top } from "./top";
import { usePrepared } from "./use-piece";
import { useSending } from "./use-sending";
import { useTable } from "./use-table";

// Only some stages tell, and only of some pieces.
const KnownLine = lazy(() =>
  import("~/annotate/told/known-line").then((part) => ({ default: part.KnownLine })),
);
const KnownPage = lazy(() =>
  import("../known/known-verdict").then((part) => ({ default: part.KnownPage })),
);

const LOOK_AGAIN = 15_000; // milliseconds between looks for new work, while there is none

/** The inspector's viewer: one piece after the other, by keyboard alone where one likes. */
export function Viewer() {
  const { projectId, stageId, level } = useParams({
    from: "/inside/review/$projectId/$stageId/$level",
  });
  const place = useMemo<Place>(
    () => ({
      projectId: Number(projectId),
      stageId: Number(stageId),
      level: level === "2" ? 2 : 1,
    }),
    [projectId, stageId, level],
  );
  return <Session key={`${projectId}/${stageId}/${level}`} place={place} />;
}

function Session({ place }: { place: Place }) {
  const { t } = useTranslation(["review", "common"]);
  const desk = useTable(place);
  const sending = useSending(place, desk);
  const { table, take, more, getting } = desk;
  const { known, close } = useKnown(place);
  const [looking, setLooking] = useState(false);
  const queues = useQuery(queuesQuery);
  const queue = queues.data?.find((one) => isAt(place, one));
  const [guide, setGuide] = useState(false);
  const [sheet, setSheet] = useState(false);
  const go = useNavigate();
  const here = table.pieces.findIndex((piece) => piece.id === table.at);
  const ready = usePrepared(place.projectId, upcoming(table, 2));
  const none = table.at === null;
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    document.title = `${t(`level_${place.level}`)} · ${t("common:dure")}`;
  }, [t, place.level]);
  useEffect(() => {
    if (!none || getting) return;
    const timer = setInterval(() => void more(), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [none, getting, more]);
  // Another piece: whoever listens or goes by keyboard begins at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each piece
  useEffect(() => {
    main.current?.focus({ preventScroll: true });
  }, [table.at]);

  const acts = useMemo(
    () =>
      actsOf(
        (name) => t(`acts.${name}` as "acts.approve"),
        (n) => t("acts.reason", { n }),
      ),
    [t],
  );
  useKeys(
    looking
      ? {}
      : {
          "review.undo": () => void sending.undo(),
          "review.next": () => take({ do: "turn", by: 1 }),
          "review.previous": () => take({ do: "turn", by: -1 }),
          "review.guideline": () => setGuide((open) => !open),
          keys: () => setSheet(true),
        },
    acts,
  );
  const shared = { place, desk, sending, ready, guide, setGuide, main };
  const away = () => {
    setLooking(false);
    close();
  };
  if (known !== null && looking)
    return (
      <Suspense>
        <KnownPage known={known} onClose={away} />
      </Suspense>
    );
  return (
    <div data-density="compact" className="ed rv">
      <Top
        place={place}
        queue={queue}
        item={table.at === null ? undefined : desk.held.get(table.at)?.item}
        nth={here + 1}
        total={table.pieces.length + (queue?.waiting ?? 0)}
        done={doneCount(table)}
        left={openCount(table) + (queue?.waiting ?? 0)}
        sending={sending}
        guide={guide}
        onGuide={() => setGuide(!guide)}
        onKeys={() => setSheet(true)}
        onLeave={() => go({ to: "/review" })}
      />
      <div className={guide ? "ed-body with-guide" : "ed-body"}>
        <Strip desk={desk} place={place} />
        {table.at === null ? (
          <Finished desk={desk} done={doneCount(table)} main={main} />
        ) : (
          <PieceDesk key={`${table.at}`} id={table.at} {...shared} />
        )}
      </div>
      {/* There before anything is said in it, so that it is read aloud. */}
      <div role="status">
        {known !== null && (
          <Suspense>
            <KnownLine
              key={known.letter.id}
              said={known.said}
              judged
              onLook={() => setLooking(true)}
              onClose={away}
            />
          </Suspense>
        )}
      </div>
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  );
}
