import { Check, type LucideIcon, PencilLine, RotateCcw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "~/ui/state";
import type { Verdict } from "./model/judgement";

/** The face of each verdict, the same wherever it is spoken of. */
export const VERDICTS: Record<Verdict, { icon: LucideIcon; tone: Tone }> = {
  approve: { icon: Check, tone: "ok" },
  fix: { icon: PencilLine, tone: "now" },
  return: { icon: RotateCcw, tone: "warn" },
  reject: { icon: X, tone: "bad" },
};

/** A verdict that was given, as an icon and its word. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const { icon, tone } = VERDICTS[verdict];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`verdict.${verdict}`)}
    </Mark>
  );
}
