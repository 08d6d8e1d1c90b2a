import { Suspense } from "react";
import { later } from "~/annotate/parts/later";
import { useOutbox } from "~/api/outbox";
import type { Desk } from "../model/desk";
import { part } from "./later";

const Refused = part(() => import("~/shell/outbox-line"), "Refused");

/** Who speaks together on a prompt. */
export const Together = later(() => import("./together").then((part) => part.Together));

export const NewsLine = later(() => import("./news-line").then((part) => part.NewsLine));

/** Other pieces that the server did not take. */
export function Others({ desk }: { desk: Desk }) {
  const { refused } = useOutbox();
  const { id } = desk.piece.lease;
  if (refused.every((letter) => letter.assignment_id === id)) return null;
  return (
    <Suspense>
      <Refused but={id} />
    </Suspense>
  );
}
