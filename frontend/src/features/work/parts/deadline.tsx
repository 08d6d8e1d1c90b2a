import { serverNow } from "~/api/client";
import { useFormat } from "~/i18n/format";
import type { Desk } from "../model/desk";
import { useTick } from "./now";

/** Seconds until the work has to be handed in; null where it has no deadline. */
export const left = (desk: Desk): number | null => {
  const due = desk.piece.lease.due_at;
  return due === null ? null : (Date.parse(due) - serverNow()) / 1000;
};

const LONG = 86_400;

/** The time until the deadline: a clock, or days where there are days. */
export function Deadline({ desk }: { desk: Desk }) {
  const { clock, span } = useFormat();
  useTick();
  const seconds = left(desk);
  if (seconds === null) return null;
  return seconds > LONG ? span(Math.floor(seconds / 3600) * 3600) : clock(seconds);
}
