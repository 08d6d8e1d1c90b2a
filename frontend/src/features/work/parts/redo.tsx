import { useQuery } from "@tanstack/react-query";
import { MapPin, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isDifferent } from "~/annotate/core/diff";
import { Icon } from "~/ui/icons";
import { Segments } from "~/ui/segments";
import { Mark } from "~/ui/state";
import type { Desk } from "../model/desk";
import { reasonsQuery } from "../model/server";
import type { Comparison } from "./compare";
import { pinsOf, returnOf } from "./pins";

/** Why a piece came back: the reason, the inspector's words, the spots, and what has been changed
 * since. */
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
  const pins = pinsOf(turn);
  return (
    <section className="wk-redo" aria-label={t("redo.title")}>
      <Mark icon={RotateCcw} tone="warn">
        {t("redo.title")}
      </Mark>
      {reason !== undefined && (
        <p className="strong">{i18n.language === "en" ? reason.en : reason.ko}</p>
      )}
      {turn.comment !== null && <blockquote>{turn.comment}</blockquote>}
      {pins.length > 0 && (
        <ol className="wk-pins">
          {pins.map((pin, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
            <li key={index}>
              <button
                type="button"
                className="lrow label"
                onClick={() => {
                  onShow?.();
                  kit.showPin(editor, pin);
                }}
              >
                <Icon of={MapPin} size={14} className="c-bad" />
                <span className="grow clip">
                  {pin.note ? `${index + 1}. ${pin.note}` : t("redo.pin", { n: index + 1 })}
                </span>
              </button>
            </li>
          ))}
        </ol>
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
