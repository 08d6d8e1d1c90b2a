import { Fragment, useState } from "react";
import { later } from "~/annotate/parts/later";
import type { Desk } from "../model/desk";
import { LeaseClock } from "./lease-clock";
import { pinsOf, returnOf } from "./pins";
import type { Bench, Doing } from "./use-bench";

const NoPicture = later(() => import("./no-picture").then((its) => its.NoPicture));

/** What is worked on, the spots of an inspector, and what has to be said of the time. */
export function Stage({
  desk,
  bench,
  doing,
  map = false,
}: {
  desk: Desk;
  bench: Bench;
  doing: Doing;
  map?: boolean;
}) {
  const [tries, setTries] = useState(0);
  const [fault, setFault] = useState(false);
  const { comparison } = bench;
  const { kit, editor, suggesting } = desk;
  const pins = pinsOf(returnOf(desk.piece));
  return (
    <div className="wk-stage">
      {fault ? (
        <NoPicture
          onAgain={() => {
            setFault(false);
            setTries(tries + 1);
          }}
        />
      ) : (
        <Fragment key={tries}>
          {suggesting !== null && <suggesting.Bar {...suggesting} />}
          <kit.Board
            editor={editor}
            pins={pins}
            onPin={(index) => pins[index] && kit.showPin(editor, pins[index])}
            diff={comparison.shown ? comparison.diff : null}
            map={map}
            onFault={() => setFault(true)}
          />
        </Fragment>
      )}
      <LeaseClock desk={desk} onLease={doing.renew} onOver={doing.check} />
    </div>
  );
}
