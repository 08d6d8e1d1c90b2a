import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { later } from "~/annotate/parts/later";
import { useKeys } from "~/annotate/use";
import { useSentence } from "~/ui/fault";
import { toast } from "~/ui/toast";
import type { Desk } from "../model/desk";
import { extend, type Lease } from "../model/server";
import { left } from "./deadline";
import { useTick } from "./now";

const LeaseOffer = later(() => import("./lease-offer").then((its) => its.LeaseOffer));

const SOON = 180;
const SOON_REWORK = 6 * 3600;
/** How often it is asked whether work whose time is over is still ours. */
const ASK_MS = 15_000;

/** Offers more time while there is some left, once; asks the server when there is none. */
export function LeaseClock({
  desk,
  onLease,
  onOver,
}: {
  desk: Desk;
  onLease: (lease: Lease) => void;
  onOver: () => void;
}) {
  const { t } = useTranslation("work");
  const sentence = useSentence();
  const { lease } = desk.piece;
  const asked = useRef(0);
  useTick();
  const seconds = left(desk);
  const soon = lease.state === "rework" ? SOON_REWORK : SOON;
  const near = seconds !== null && seconds <= soon;
  const over = seconds !== null && seconds <= 0;
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    if (lease.extended || busy) return;
    setBusy(true);
    try {
      onLease(await extend({ project_id: lease.project_id, assignment_id: lease.id }));
      toast(t("extended"));
    } catch (error) {
      toast(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  useKeys({ "work.extend": () => void ask() });
  useEffect(() => {
    if (!over || Date.now() - asked.current < ASK_MS) return;
    asked.current = Date.now();
    onOver();
  });
  if (!near) return null;
  return (
    <LeaseOffer seconds={seconds} extended={lease.extended} busy={busy} ask={() => void ask()} />
  );
}
