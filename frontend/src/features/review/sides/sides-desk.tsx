import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useMe } from "~/api/session";
import { sidesQuery } from "~/api/trusted";
import { sidesOf } from "../model/sides";
import { Getting } from "../viewer/getting";
import { nameOf, useJudgement } from "../viewer/judgements";
import { OpenPiece } from "../viewer/open-piece";
import type { OpenProps } from "../viewer/piece-desk";
import type { Work } from "../viewer/use-piece";
import { Sides } from "./sides";

/** Several answers to one task, of which one is taken, or one is mended until it is right. */
export function SidesDesk(props: OpenProps) {
  const { work, kit, main } = props;
  const me = useMe();
  const read = useQuery(sidesQuery(work.project_id, work.id));
  const [judgement, change] = useJudgement(nameOf(me.id, work.project_id, work.id));
  const sides = useMemo(
    () => (read.data === undefined ? [] : sidesOf(kit, read.data)),
    [kit, read.data],
  );
  const begun = sides.find((one) => one.letter === judgement.chosen) ?? sides[0];
  // What is mended is, for the viewer, the answer that it was begun with.
  const mended = useMemo<Work | null>(
    () =>
      begun === undefined || work.subject == null
        ? null
        : { ...work, subject: { ...work.subject, answer: begun.given } },
    [work, begun],
  );
  if (read.data === undefined || mended === null)
    return <Getting main={main} fault={read.error} retry={read.refetch} />;
  if (judgement.verdict === "fix") return <OpenPiece {...props} work={mended} />;
  return (
    <Sides {...props} sides={sides} agree={read.data.agree} judgement={judgement} change={change} />
  );
}
