import { useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Send, TimerOff, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, must } from "~/api/client";
import { outbox } from "~/api/outbox";
import { Problem } from "~/api/problem";
import { Button } from "~/ui/button";
import { Empty, Fault } from "~/ui/fault";
import type { Piece } from "../model/session";
import { VerdictMark } from "../verdict-mark";
import type { PieceProps } from "./piece-desk";
import type { Work } from "./use-piece";

type Props = PieceProps & { piece: Piece; work: Work | undefined };

/** A piece that cannot be judged now: on its way, sent, not taken, or not in hand any more. */
export function Closed(props: Props) {
  const { t } = useTranslation("review");
  const { piece, work, sending, desk, main } = props;
  const letter = sending.refused.find((one) => one.assignment_id === piece.id);
  const next = (
    <Button look="primary" onPress={() => desk.take({ do: "turn", by: 1 })}>
      {t("go_to_next")}
    </Button>
  );
  const waits = sending.waiting.at(-1)?.assignment_id === piece.id;
  return (
    <main ref={main} tabIndex={-1} className="rv-finished">
      {piece.state === "waiting" || piece.state === "sent" ? (
        <Empty
          icon={piece.state === "sent" ? CircleCheck : Send}
          title={t(piece.state === "sent" ? "sent_piece" : "waiting_piece")}
        >
          {piece.verdict !== null && <VerdictMark verdict={piece.verdict} />}
          <div className="row">
            {waits && <Button onPress={() => void sending.undo()}>{t("undo")}</Button>}
            {next}
          </div>
        </Empty>
      ) : letter?.refusal &&
        letter.refusal.code !== "wrong_state" &&
        letter.refusal.status !== 404 ? (
        <Empty icon={TriangleAlert} title={t("refused_title")}>
          <Fault
            error={
              new Problem(letter.refusal.status, {
                ...letter.refusal.more,
                code: letter.refusal.code,
                detail: letter.refusal.detail,
              })
            }
          />
          <Button look="primary" onPress={() => void sending.again(letter)}>
            {t("refused_again")}
          </Button>
        </Empty>
      ) : (
        <NotInHand {...props} work={work} letter={letter?.id} />
      )}
    </main>
  );
}

/** Its time ran out, it is judged, or a manager took it: why, and what can be done. */
function NotInHand({ piece, work, desk, letter }: Props & { letter: string | undefined }) {
  const { t } = useTranslation("review");
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const state = work?.state;
  const kind =
    state === "accepted"
      ? "judged"
      : state === "expired" || state === "returned"
        ? "lost"
        : "taken";

  const leave = async () => {
    if (letter !== undefined) await outbox.discard(letter);
    desk.take({ do: "gone", id: piece.id });
  };
  const takeUp = async () => {
    if (work === undefined) return;
    setBusy(true);
    setFault(undefined);
    try {
      await must(
        api.POST("/api/v1/projects/{project_id}/assignments/{assignment_id}/resume", {
          params: { path: { project_id: work.project_id, assignment_id: work.id } },
        }),
      );
      if (letter !== undefined) await outbox.discard(letter);
      await client.invalidateQueries({ queryKey: ["review", "work", work.project_id, work.id] });
      desk.take({ do: "undone", id: piece.id });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Empty icon={kind === "judged" ? CircleCheck : TimerOff} title={t(`${kind}_title`)}>
      <p>{t(`${kind}_hint`)}</p>
      <Fault error={fault} />
      <div className="row">
        {kind === "lost" && (
          <Button busy={busy} onPress={takeUp}>
            {t("take_up")}
          </Button>
        )}
        <Button look="primary" onPress={() => void leave()}>
          {t("go_to_next")}
        </Button>
      </div>
    </Empty>
  );
}
