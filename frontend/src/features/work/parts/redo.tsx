import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isDifferent } from "~/annotate/core/diff";
import { Segments } from "~/ui/segments";
import { Mark } from "~/ui/state";
import type { Desk } from "../model/desk";
import { reasonsQuery } from "../model/reasons";
import type { Comparison } from "./compare";
import { pinsOf, returnOf } from "./pins";
import { WordList, WordSteps } from "./words";

/** Why a piece came back: the reason, the inspector's words on all of it and on single objects, and
 * what has been changed since. */
export function Redo({
  desk,
  comparison,
  onShow,
}: {
  desk: Desk;
  comparison: Comparison;
  /** A spot was asked for: what lies over the picture makes way. */
  onShow?: () => void;
}) {
  const { t, i18n } = useTranslation("work");
  const { piece, editor, kit } = desk;
  const turn = returnOf(piece);
  const { data: reasons } = useQuery(reasonsQuery(piece.lease.project_id));
  if (turn === null) return null;
  const reason = reasons?.find((one) => one.code === turn.reason);
  return (
    <section className="wk-redo" aria-label={t("redo.title")}>
      <Mark icon={RotateCcw} tone="warn">
        {t("redo.title")}
      </Mark>
      {turn.reason !== null && reasons !== null && (
        <p className="strong">
          {reason === undefined ? "\u00a0" : i18n.language === "en" ? reason.en : reason.ko}
        </p>
      )}
      {turn.comment !== null && <blockquote>{turn.comment}</blockquote>}
      {pinsOf(turn).length > 0 && (
        <>
          <WordSteps desk={desk} onShow={onShow} />
          <WordList desk={desk} onShow={onShow} />
        </>
      )}
      {comparison.diff !== null && (
        <>
          <Segments
            label={t("redo.view")}
            chosen={comparison.shown ? "changes" : "work"}
            onChoose={(id) => comparison.show(id === "changes")}
            parts={[
              { id: "work", word: t("redo.work") },
              { id: "changes", word: t("redo.changes") },
            ]}
          />
          {comparison.shown &&
            (isDifferent(comparison.diff) ? (
              <kit.DiffList editor={editor} diff={comparison.diff} />
            ) : (
              <p className="label t3">{t("redo.unchanged")}</p>
            ))}
        </>
      )}
    </section>
  );
}
