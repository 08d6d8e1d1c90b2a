import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "~/annotate/use";
import { type Letter, outbox, UNDO_MS } from "~/api/outbox";
import { useMe } from "~/api/session";
import { useFormat } from "~/i18n/format";
import { toast } from "~/ui/toast";
import { Bench } from "./bench";
import type { Desk } from "./model/desk";
import type { About } from "./model/piece";
import { offersQuery, type Place } from "./model/server";
import { Session } from "./model/session";
import { Coming } from "./parts/coming";
import { KnownLine, KnownPage, Lost, NoneHere, NotNow, NoWork } from "./parts/later";
import { useLeave } from "./parts/leave";
import type { Doing } from "./parts/use-bench";

/** What the offers say of a stage. */
function useAbout(place: Place): () => Promise<About | null> {
  const client = useQueryClient();
  return async () => {
    const offers = await client.ensureQueryData(offersQuery);
    return offers.find((one) => one.stage_id === place.stage_id && one.level === 0) ?? null;
  };
}

/** Claims the next piece of a stage's work and shows the editor; piece after piece. */
export function DoPage() {
  const { projectId, stageId } = useParams({ strict: false });
  const place = useMemo(
    () => ({ project_id: Number(projectId), stage_id: Number(stageId) }),
    [projectId, stageId],
  );
  return <Doings key={`${projectId}/${stageId}`} place={place} />;
}

function Doings({ place }: { place: Place }) {
  // The sentences of all that follows: later, the page would blink while they come.
  const { t } = useTranslation(["work", "common", "annotate"]);
  const { id: person } = useMe();
  const about = useRef(useAbout(place));
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const made = new Session(person, place, () => about.current());
    setSession(made);
    void made.open();
    return () => made.close();
  }, [person, place]);
  useEffect(() => {
    document.title = `${t("editor")} · ${t("common:dure")}`;
  }, [t]);
  const coming = <Coming word={t("opening")} />;
  return session === null ? (
    coming
  ) : (
    <Suspense fallback={coming}>
      <Stream session={session} place={place} />
    </Suspense>
  );
}

function Stream({ session, place }: { session: Session; place: Place }) {
  const told = useStore(session.told, (all) => all);
  if (told?.looking) return <KnownPage session={session} told={told} />;
  return (
    <>
      <Pieces session={session} place={place} />
      {/* There before anything is said in it, so that it is read aloud. */}
      <div role="status">
        {told && (
          <Suspense>
            <KnownLine session={session} told={told} />
          </Suspense>
        )}
      </div>
    </>
  );
}

function Pieces({ session, place }: { session: Session; place: Place }) {
  const { t } = useTranslation("work");
  const state = useStore(session.state, (all) => all);
  const leave = useLeave("/work");
  const doing = useStreamDoing(session, leave);
  const { phase, desk } = state;
  if (phase === "opening" || phase === "between") return <Coming word={t(phase)} />;
  if (phase === "none") return <NoWork onAgain={() => void session.open()} />;
  if (phase === "offline") return <NoneHere onAgain={() => void session.open()} />;
  if (phase === "fault")
    return <NotNow place={place} error={state.error} onAgain={() => void session.open()} />;
  if (desk === null) return null;
  if (phase === "lost")
    return (
      <Lost
        returned={false}
        resume={() => session.resume()}
        onNext={() => void session.leaveBehind()}
      />
    );
  return <Bench desk={desk} doing={doing} word={t("submit_next")} next={state.ready > 0} />;
}

function useStreamDoing(session: Session, leave: () => void): Doing {
  const { t } = useTranslation(["work", "common"]);
  const { number } = useFormat();
  const go = useNavigate();
  const client = useQueryClient();
  const last = useRef<{ letter: Letter; desk: Desk } | null>(null);
  return useMemo(() => {
    const takeBack = async () => {
      const sent = last.current;
      if (sent === null) return;
      last.current = null;
      if (session.isOver) {
        const back = await outbox.takeBack(sent.letter.id);
        if (back === null) toast(t("take_back_late"));
        else
          await go({
            to: "/work/$projectId/$assignmentId",
            params: {
              projectId: String(back.project_id),
              assignmentId: String(back.assignment_id),
            },
          });
        return;
      }
      toast(t((await session.takeBack(sent)) ? "taken_back" : "take_back_late"));
    };
    return {
      async handIn() {
        try {
          const sent = await session.handIn();
          if (sent === null) return;
          last.current = sent;
          const { price } = sent.letter;
          const said = price === null ? "sent_counted" : "sent";
          toast(
            t(navigator.onLine ? said : "sent_offline", { price: number(price!) }),
            { word: t("common:undo"), act: () => void takeBack(), counts: true },
            UNDO_MS,
          );
          void client.invalidateQueries({ queryKey: ["me", "today"], refetchType: "none" });
        } catch {
          toast(t("not_kept"));
        }
      },
      takeBack: () => void takeBack(),
      async skip(why: string) {
        await session.skip(why);
        toast(t("skip.done"));
      },
      renew: (lease) => session.renew(lease),
      check: () => void session.check(),
      leave,
    };
  }, [session, go, client, leave, t, number]);
}
