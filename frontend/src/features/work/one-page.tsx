import { useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { outbox, UNDO_MS } from "~/api/outbox";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { WorkMark } from "~/ui/state";
import { toast } from "~/ui/toast";
import { Bench } from "./bench";
import { offersQuery, type Which } from "./model/server";
import { Single } from "./model/single";
import { Coming } from "./parts/coming";
import { Lost, NotNow, Over } from "./parts/later";
import { useLeave } from "./parts/leave";
import type { Doing } from "./parts/use-bench";

/** One piece of work by its address: a lease in hand, or one that came back. */
export function OnePage() {
  const { projectId, assignmentId } = useParams({ strict: false });
  const which = useMemo(
    () => ({ project_id: Number(projectId), assignment_id: Number(assignmentId) }),
    [projectId, assignmentId],
  );
  return <One key={`${projectId}/${assignmentId}`} which={which} />;
}

function One({ which }: { which: Which }) {
  // The sentences of all that follows: later, the page would blink while they come.
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { id: person } = useMe();
  const client = useQueryClient();
  const [single, setSingle] = useState<Single | null>(null);
  useEffect(() => {
    const made = new Single(person, which, async (work) => {
      const offers = await client.ensureQueryData(offersQuery);
      return offers.find((one) => one.stage_id === work.stage_id && one.level === 0) ?? null;
    });
    setSingle(made);
    void made.open();
    return () => made.close();
  }, [person, which, client]);
  useEffect(() => {
    document.title = `${t("editor")} · ${t("common:dure")}`;
  }, [t]);
  const coming = <Coming word={t("opening")} />;
  return single === null ? (
    coming
  ) : (
    <Suspense fallback={coming}>
      <Piece single={single} which={which} />
    </Suspense>
  );
}

function Piece({ single, which }: { single: Single; which: Which }) {
  const { t } = useTranslation("work");
  const go = useNavigate();
  const { phase, desk, work, error } = useStore(single.state, (all) => all);
  const leave = useLeave("/my-work");
  const doing = useSingleDoing(single, which, leave);
  const home = `/my-work/${which.project_id}/${which.assignment_id}`;
  if (phase === "opening") return <Coming word={t("opening")} />;
  if (phase === "fault") {
    const place = { project_id: which.project_id, stage_id: 0 };
    return <NotNow place={place} error={error} onAgain={() => void single.open()} />;
  }
  if (phase === "sent") return <Over sent to={home} />;
  if (phase === "lost" && work !== null)
    return (
      <Lost
        returned={work.state === "returned"}
        resume={() => single.resume()}
        onNext={() =>
          go({
            to: "/do/$projectId/$stageId",
            params: { projectId: String(work.project_id), stageId: String(work.stage_id) },
          })
        }
      />
    );
  if (phase === "over" && work !== null) {
    // An inspection has a page of its own.
    if (work.level > 0)
      return (
        <Navigate to={`/review/${work.project_id}/${work.stage_id}/${work.level}` as "/"} replace />
      );
    return (
      <Over sent={false} to={home}>
        <WorkMark state={work.state} />
      </Over>
    );
  }
  if (desk === null) return null;
  const word = desk.piece.lease.state === "rework" ? "resubmit" : "submit_next";
  return <Bench desk={desk} doing={doing} word={t(word)} next={null} />;
}

function useSingleDoing(single: Single, which: Which, leave: () => void): Doing {
  const { t } = useTranslation(["work", "common"]);
  const { number } = useFormat();
  const go = useNavigate();
  const words = useRef({ t, number });
  words.current = { t, number };
  const rework = useStore(single.state, (all) => all.work?.state === "rework");
  return useMemo(() => {
    const here = {
      to: "/work/$projectId/$assignmentId" as const,
      params: { projectId: String(which.project_id), assignmentId: String(which.assignment_id) },
    };
    const after = () => {
      const work = single.state.get().work;
      return work === null || work.state === "rework"
        ? go({ to: "/my-work" as "/" })
        : go({
            to: "/do/$projectId/$stageId",
            params: { projectId: String(work.project_id), stageId: String(work.stage_id) },
          });
    };
    return {
      async handIn() {
        const { t: say, number: write } = words.current;
        try {
          const letter = await single.handIn();
          if (letter === null) return;
          const { price } = letter;
          const said = price === null ? "sent_counted" : "sent";
          const takeBack = async () => {
            if ((await outbox.takeBack(letter.id)) === null) toast(say("take_back_late"));
            else await go(here);
          };
          toast(
            say(navigator.onLine ? said : "sent_offline", { price: write(price!) }),
            { word: say("common:undo"), act: () => void takeBack(), counts: true },
            UNDO_MS,
          );
          await after();
        } catch {
          toast(say("not_kept"));
        }
      },
      takeBack: () => undefined,
      ...(rework
        ? {}
        : {
            skip: async (why: string) => {
              await single.skip(why);
              toast(words.current.t("skip.done"));
              await after();
            },
          }),
      renew: (lease) => single.renew(lease),
      check: () => void single.check(),
      leave,
    };
  }, [single, which, go, rework, leave]);
}
