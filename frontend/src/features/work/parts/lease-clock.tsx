import { TimerReset } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { useKeys } from "~/annotate/use";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { toast } from "~/ui/toast";
import type { Desk } from "../model/desk";
import { extend, type Lease } from "../model/server";
import { left } from "./meters";
import { useTick } from "./now";

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
  const { clock, span } = useFormat();
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
    <div className="wk-offer note warn" role="status">
      <Icon of={TimerReset} />
      <p className="grow">
        {over
          ? t("time_over")
          : t("time_left", { time: seconds > 3600 ? span(seconds) : clock(seconds) })}
      </p>
      {!lease.extended && !over && (
        <Button look="ghost" busy={busy} onPress={() => void ask()}>
          {t("extend")} <ActKey act="work.extend" />
        </Button>
      )}
    </div>
  );
}
