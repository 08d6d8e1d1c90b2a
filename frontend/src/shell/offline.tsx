import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { getCsrf } from "~/api/client";
import { whenIdle } from "~/api/idle";
import { hasLetters } from "~/api/letters";
import { meQuery, useMe } from "~/api/session";
import { hasTakes } from "~/api/taken";
import { useOnline } from "./online";

const Line = lazy(() => import("./outbox-line").then((part) => ({ default: part.OutboxLine })));

/** In a page's frame: that there is no connection, what waits to be sent, what was not taken.
 * Nothing, and no byte of it, where there is nothing to say. */
export function OfflineLine() {
  const online = useOnline();
  const [letters] = useState(hasLetters);
  if (online && !letters) return null;
  return (
    <Suspense>
      <Line />
    </Suspense>
  );
}

/** Sends what an earlier visit left in the outbox and of takes, and sees to who is here when the connection is
 * back. Shows nothing. */
export function Courier() {
  const me = useMe();
  const client = useQueryClient();
  const online = useOnline();
  useEffect(() => {
    if (!hasLetters() && !hasTakes()) return;
    whenIdle(() => {
      if (hasLetters()) void import("~/api/outbox").then(({ outbox }) => outbox.start(me.id));
      if (hasTakes()) void import("~/api/takes").then(({ takes }) => takes.start(me.id));
    });
  }, [me.id]);
  useEffect(() => {
    // The app was opened without a connection: as who was here last, and without a session.
    if (online && getCsrf() === null) void client.invalidateQueries({ queryKey: meQuery.queryKey });
  }, [online, client]);
  useEffect(() => {
    const answered = () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => STALE.has(String(queryKey[0])) });
    window.addEventListener("dure:answered", answered);
    return () => window.removeEventListener("dure:answered", answered);
  }, [client]);
  return null;
}

/** What a hand-in changes, by the first word of its key. */
const STALE = new Set(["me", "market", "work", "review", "notifications"]);
