import { CircleAlert, CloudUpload, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Letter, outbox, useOutbox } from "~/api/outbox";
import { Problem } from "~/api/problem";
import { useMe } from "~/api/session";
import { type KeptPiece, shelf } from "~/api/shelf";
import { Button, LinkButton } from "~/ui/button";
import { Confirm } from "~/ui/dialog";
import { useSentence } from "~/ui/fault";
import { Icon } from "~/ui/icons";
import { useOnline } from "./online";

/** That there is no connection, what waits to be sent, and what was not taken. */
export function OutboxLine() {
  const { id } = useMe();
  useEffect(() => {
    void outbox.start(id);
  }, [id]);
  return (
    <div className="outbox-lines">
      <Waiting />
      <Refused />
    </div>
  );
}

/** No connection; how many hand-ins wait for one. */
export function Waiting() {
  const { t } = useTranslation(["common", "work"]);
  const online = useOnline();
  const { waiting, trouble } = useOutbox();
  const n = waiting.length;
  const stuck = n > 0 && trouble !== null;
  if (online && !stuck) return null;
  return (
    <div className="note warn outbox-line" role="status">
      <Icon of={online ? CloudUpload : WifiOff} />
      <p className="grow">
        {online ? "" : `${t("offline")} `}
        {n > 0 && t(trouble === "signed_out" ? "work:signed_out" : "outbox_waiting", { n })}
      </p>
      {!online && <TakenAlong />}
      {online && stuck && trouble === "signed_out" && (
        <LinkButton look="ghost" to="/sign-in" search={{ to: location.pathname }}>
          {t("nav.sign_in")}
        </LinkButton>
      )}
      {online && stuck && trouble === "offline" && (
        <Button look="ghost" onPress={() => void outbox.retry()}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}

/** The way to the work that this device has taken along. */
function TakenAlong() {
  const { t } = useTranslation("work");
  const { id } = useMe();
  const { waiting } = useOutbox();
  const [kept, setKept] = useState<readonly KeptPiece[]>([]);
  useEffect(() => {
    void shelf()
      .then((all) => all.pieces.all())
      .then((rows) => setKept(rows.filter((row) => row.person === id)));
  }, [id]);
  const free = kept.filter(
    (piece) => !waiting.some((letter) => letter.assignment_id === piece.assignment_id),
  );
  const [first] = free;
  if (first === undefined) return null;
  const here = free.filter((piece) => piece.stage_id === first.stage_id);
  return (
    <LinkButton
      look="ghost"
      to="/do/$projectId/$stageId"
      params={{ projectId: String(first.project_id), stageId: String(first.stage_id) }}
    >
      {t("offline.kept", { n: here.length })}
    </LinkButton>
  );
}

/** Hand-ins that the server did not take: why, and the way to them. The work is still there. */
export function Refused({ but }: { but?: number }) {
  const { refused } = useOutbox();
  return refused
    .filter((letter) => letter.assignment_id !== but)
    .map((letter) => <RefusedOne key={letter.id} letter={letter} />);
}

function RefusedOne({ letter }: { letter: Letter }) {
  const { t } = useTranslation(["work", "common"]);
  const sentence = useSentence();
  const [asking, setAsking] = useState(false);
  const { refusal } = letter;
  if (refusal === null) return null;
  const { status, code, detail, more } = refusal;
  return (
    <div className="note bad outbox-line" role="alert">
      <Icon of={CircleAlert} />
      <p className="grow">
        <b>{t("refused.one", { item: letter.item })}</b>{" "}
        {sentence(new Problem(status, { ...more, code, detail }))} {t("refused.safe")}
      </p>
      {letter.level === 0 && (
        <LinkButton
          look="ghost"
          to="/work/$projectId/$assignmentId"
          params={{
            projectId: String(letter.project_id),
            assignmentId: String(letter.assignment_id),
          }}
        >
          {t("refused.open")}
        </LinkButton>
      )}
      <Button look="ghost" onPress={() => setAsking(true)}>
        {t("refused.discard")}
      </Button>
      <Confirm
        title={t("refused.discard_title")}
        open={asking}
        onClose={() => setAsking(false)}
        act={() => outbox.discard(letter.id)}
        word={t("refused.discard")}
        danger
      >
        <p>{t("refused.discard_what")}</p>
      </Confirm>
    </div>
  );
}
