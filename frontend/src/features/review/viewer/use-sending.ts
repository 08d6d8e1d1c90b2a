import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { handIn, type Letter, outbox, useOutbox } from "~/api/outbox";
import { useMe } from "~/api/session";
import { toast } from "~/ui/toast";
import { BLANK, bodyOf, type Judgement, type Pin, type Verdict } from "../model/judgement";
import { forget, nameOf, restore } from "./judgements";
import { isAt, type Place } from "./place";
import type { Desk } from "./use-table";

export type Sending = {
  /** Sends a judgement by way of the outbox, and goes on to the next piece. */
  send: (work: Schema<"WorkOut">, judgement: Judgement, seconds: number) => void;
  /** Takes the last verdict back, while that can be done. */
  undo: () => Promise<void>;
  /** What of this place waits to be sent. */
  waiting: readonly Letter[];
  /** What the server did not take of this place. */
  refused: readonly Letter[];
  trouble: "offline" | "signed_out" | null;
  /** How long each verdict of this sitting took, in seconds. */
  durations: readonly number[];
  /** A refused verdict lies on the table again, as it was. */
  again: (letter: Letter) => Promise<void>;
};

/** Verdicts on their way: kept at once, sent after five seconds, taken back until then. */
export function useSending(place: Place, desk: Desk): Sending {
  const { t } = useTranslation("review");
  const me = useMe();
  const client = useQueryClient();
  const box = useOutbox();
  const [durations, setDurations] = useState<readonly number[]>([]);
  const last = useRef<Promise<Letter> | null>(null);
  const { take, more } = desk;
  const { projectId, stageId, level } = place;

  const undo = useCallback(async () => {
    await last.current?.catch(() => undefined);
    const here = outbox.state().waiting.filter((one) => isAt({ projectId, stageId, level }, one));
    const newest = here.at(-1);
    if (newest === undefined) {
      toast(t("undo_nothing"));
      return;
    }
    const letter = await outbox.takeBack(newest.id);
    if (letter === null) {
      toast(t("undo_late"));
      return;
    }
    restore(nameOf(letter.person, letter.project_id, letter.assignment_id), judgementOf(letter));
    take({ do: "undone", id: letter.assignment_id });
    toast(t("undone"), undefined, 2500);
  }, [projectId, stageId, level, take, t]);

  const send: Sending["send"] = (work, judgement, seconds) => {
    const verdict = judgement.verdict as Verdict;
    take({ do: "judged", id: work.id, verdict });
    setDurations((known) => [...known, seconds]);
    last.current = handIn({
      person: me.id,
      project_id: work.project_id,
      stage_id: work.stage_id,
      assignment_id: work.id,
      level: work.level,
      item: work.item.name,
      price: work.price,
      body: bodyOf(judgement, seconds),
      next: false,
    });
    last.current.then(
      () => more(),
      (error) => {
        take({ do: "undone", id: work.id });
        toast(error instanceof Error && error.message ? error.message : t("refused_title"));
      },
    );
    toast(t(`said.${verdict}`, { item: work.item.name }), {
      word: t("undo"),
      act: () => void undo(),
    });
  };

  useEffect(
    () =>
      outbox.onAnswer((letter) => {
        if (!isAt({ projectId, stageId, level }, letter)) return;
        take({ do: "sent", id: letter.assignment_id });
        forget(nameOf(letter.person, letter.project_id, letter.assignment_id));
        void client.invalidateQueries({ queryKey: ["work", "offers"] });
        void client.invalidateQueries({ queryKey: ["review", "figures"] });
        void client.invalidateQueries({ queryKey: ["review", "mine"] });
        void more();
      }),
    [projectId, stageId, level, take, more, client],
  );

  const refused = box.refused.filter((one) => isAt(place, one));
  const names = refused.map((one) => one.assignment_id).join();
  useEffect(() => {
    for (const id of names === "" ? [] : names.split(",")) take({ do: "refused", id: Number(id) });
  }, [names, take]);

  const again: Sending["again"] = async (letter) => {
    restore(nameOf(letter.person, letter.project_id, letter.assignment_id), judgementOf(letter));
    await outbox.discard(letter.id);
    await client.invalidateQueries({
      queryKey: ["review", "work", letter.project_id, letter.assignment_id],
    });
    take({ do: "undone", id: letter.assignment_id });
  };
  return {
    send,
    undo,
    waiting: box.waiting.filter((one) => isAt(place, one)),
    refused,
    trouble: box.trouble,
    durations,
    again,
  };
}

/** What a letter says, as it lay on the table before it was sent. */
function judgementOf({ body }: Letter): Judgement {
  return {
    ...BLANK,
    // An approval that is taken back leaves nothing chosen: one press of A would send it again.
    verdict: body.verdict === "approve" ? null : (body.verdict ?? null),
    reason: body.reason ?? null,
    comment: body.comment ?? "",
    pins: (body.pins ?? []) as Pin[],
    answer: body.answer ?? null,
    chosen: body.chosen ?? null,
  };
}
