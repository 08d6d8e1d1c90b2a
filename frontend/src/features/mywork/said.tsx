import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { useReason } from "./hint";
import type { Turn, Work } from "./queries";

/** What the last inspector said: the reason, the comment, and each spot with its note. */
export function Said({ work, turn }: { work: Work; turn: Turn }) {
  const { t } = useTranslation("mywork");
  const { ago } = useFormat();
  const reason = useReason(work.project_id);
  const notes = (turn.pins ?? []).map((pin) => (pin as { note?: string }).note ?? null);
  const bare = notes.flatMap((note, index) => (note === null ? [index + 1] : []));
  if (turn.comment === null && notes.length === 0) return null;
  return (
    <section aria-label={t("comment")}>
      {notes.map((note, index) =>
        note === null ? null : (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
            key={index}
            id={`pin-${index + 1}`}
            className="piece-why"
          >
            <Badge n={index + 1} />
            <p className="piece-said">{note}</p>
          </div>
        ),
      )}
      <div className={bare.length > 0 ? "piece-why" : "py-4 hair-b"}>
        {bare.length > 0 && (
          <span className="col g4">
            {bare.map((n) => (
              <Badge key={n} n={n} id={`pin-${n}`} />
            ))}
          </span>
        )}
        <div>
          {turn.reason !== null && <b className="block">{reason(turn.reason)}</b>}
          {turn.comment !== null && <p className="t2 piece-said">{turn.comment}</p>}
          <p className="label t3 mt-1">{t("verdict_by", { who: turn.by, when: ago(turn.at) })}</p>
        </div>
      </div>
    </section>
  );
}

/** The number of a pin, as it stands on the picture. */
function Badge({ n, id }: { n: number; id?: string }) {
  const { t } = useTranslation("mywork");
  return (
    <span className="piece-n" id={id}>
      <span aria-hidden="true">{n}</span>
      <span className="sr-only">{t("pin_n", { n })}</span>
    </span>
  );
}
