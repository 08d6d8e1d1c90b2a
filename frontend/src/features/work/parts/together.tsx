import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { participationQuery } from "~/ui/taking-part/queries";
import type { Desk } from "../model/desk";
import { part } from "./later";

const Group = part(() => import("./group"), "Group");

/** Two or three who speak on one recording; nothing where the stage knows no groups. */
export function Together({ desk }: { desk: Desk }) {
  const { project_id, stage_id } = desk.piece.lease;
  const standing = useQuery(participationQuery(project_id));
  const stage = standing.data?.stages.find((one) => one.stage_id === stage_id);
  return stage === undefined || stage.group < 2 ? null : (
    <Suspense>
      <Group desk={desk} />
    </Suspense>
  );
}
