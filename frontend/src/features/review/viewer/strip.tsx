import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleX, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { shownAt } from "~/api/media";
import { Icon } from "~/ui/icons";
import { isShownModality, MODALITY_ICONS } from "~/ui/modality";
import type { Piece } from "../model/session";
import { workQuery } from "../queries";
import { VERDICTS } from "../verdict-mark";
import type { Place } from "./place";
import { mediaQuery } from "./use-piece";
import type { Desk } from "./use-table";

/** Characters of a text that fit on a frame. */
const BEGINNING = 60;

/** The pieces in hand as small pictures: what is judged, what is looked at, what comes. */
export function Strip({ desk, place }: { desk: Desk; place: Place }) {
  const { t } = useTranslation("review");
  return (
    <nav className="strip" aria-label={t("strip")}>
      {desk.table.pieces.map((piece, at) => (
        <Frame
          key={piece.id}
          piece={piece}
          n={at + 1}
          current={piece.id === desk.table.at}
          desk={desk}
          place={place}
        />
      ))}
    </nav>
  );
}

function Frame({
  piece,
  n,
  current,
  desk,
  place,
}: {
  piece: Piece;
  n: number;
  current: boolean;
  desk: Desk;
  place: Place;
}) {
  const { t } = useTranslation("review");
  const frame = useRef<HTMLButtonElement>(null);
  const held = desk.held.get(piece.id);
  const { picture, words, sign } = useGlance(place.projectId, piece.id, held?.thumbnail ?? null);
  useEffect(() => {
    if (current) frame.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  const name = t("strip_piece", {
    item: held?.item ?? "",
    n,
    state: current && piece.state === "open" ? t("now") : t(`piece.${piece.state}`),
  });
  const done = piece.state === "waiting" || piece.state === "sent";
  return (
    <button
      ref={frame}
      type="button"
      className={done ? "frame done" : "frame"}
      aria-current={current ? "true" : undefined}
      aria-label={words === null ? name : `${name}, ${words}`}
      onClick={() => desk.take({ do: "look", id: piece.id })}
    >
      {words !== null ? (
        <span className="words">{words}</span>
      ) : sign !== null ? (
        <span className="sign">
          <Icon of={sign} size={20} />
        </span>
      ) : picture === null ? (
        <span className="sk" />
      ) : (
        <img src={picture} alt="" />
      )}
      <Badge piece={piece} />
    </button>
  );
}

function Badge({ piece }: { piece: Piece }) {
  if (piece.state === "refused" || piece.state === "lost")
    return (
      <span className="badge bad">
        <Icon of={piece.state === "lost" ? CircleX : CircleAlert} size={12} />
      </span>
    );
  if (piece.state === "open" || piece.verdict === null) return null;
  const { icon, tone } = VERDICTS[piece.verdict];
  return (
    <span className={`badge ${tone}`}>
      <Icon of={icon} size={12} />
    </span>
  );
}

/** A piece's small picture: of its row, else read with the piece; of a text how it begins; the sign of
 * what it is, where its file is no picture and has none. */
function useGlance(
  projectId: number,
  id: number,
  known: string | null,
): { picture: string | null; words: string | null; sign: LucideIcon | null } {
  const first = useRef(known);
  first.current ??= known;
  const wanted = first.current === null;
  const work = useQuery({ ...workQuery(projectId, id), enabled: wanted });
  const itemId = work.data?.item.id ?? 0;
  const document = work.data?.item.document ?? null;
  const media = useQuery({
    ...mediaQuery(projectId, itemId, work.data?.task_id ?? 0),
    enabled: wanted && itemId > 0 && document === null,
  });
  const modality = work.data?.item.facts?.modality;
  const shown = media.data?.thumbnail_url ?? (media.data && !modality && shownAt(media.data));
  // The same address as long as the strip is there: it must not flicker when the link is renewed.
  first.current ??= shown || null;
  const bare = media.data !== undefined && first.current === null && isShownModality(modality);
  return {
    picture: first.current,
    words: document?.parts[0]?.text.slice(0, BEGINNING) ?? null,
    sign: bare ? MODALITY_ICONS[modality] : null,
  };
}
