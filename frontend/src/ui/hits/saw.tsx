import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";

type Figures = Partial<
  Record<"seen" | "counted" | "seconds" | "usual_seconds" | "share" | "limit" | "minutes", number>
>;

/** What was seen of somebody, in a sentence with its figures, for who manages. */
export function Saw({
  collector,
  evidence,
}: {
  collector: Schema<"HitOut">["collector"];
  evidence: object;
}) {
  const { t } = useTranslation("confidence");
  const { number, percent, span } = useFormat();
  const saw = evidence as Figures;
  return (
    <>
      {t(`saw.${collector}`, {
        seen: number(saw.seen ?? 0),
        counted: number(saw.counted ?? 0),
        seconds: span(saw.seconds ?? 0),
        usual: span(saw.usual_seconds ?? 0),
        share: percent(saw.share ?? 0),
        limit: percent(saw.limit ?? 0),
        minutes: number(saw.minutes ?? 0),
      })}
    </>
  );
}
