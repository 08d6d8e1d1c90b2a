import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Landmark,
  type LucideIcon,
  RotateCcw,
  Send,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "~/ui/state";
import type { Line, Payout } from "./queries";

const PAYOUT: Record<Payout["state"], [LucideIcon, Tone]> = {
  prepared: [CircleDashed, "now"],
  returned: [RotateCcw, "off"],
  approved: [CircleCheck, "ok"],
  sent: [Send, "now"],
  settled: [Landmark, "ok"],
};

/** How far a payout is. */
export function PayoutMark({ state, pill }: { state: Payout["state"]; pill?: boolean }) {
  const { t } = useTranslation("payouts");
  const [icon, tone] = PAYOUT[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`states.${state}`)}
    </Mark>
  );
}

/** What is known of a line: why it is held out, or how far its money is. */
export function LineMark({ line, returned }: { line: Line; returned: boolean }) {
  const { t } = useTranslation("payouts");
  if (line.held !== null)
    return (
      <Mark icon={CircleAlert} tone="warn">
        {t(`held.${line.held}`)}
      </Mark>
    );
  if (line.failed_at !== null)
    return (
      <Mark icon={CircleX} tone="bad">
        {[t("lines.failed"), line.failure].filter(Boolean).join(" · ")}
      </Mark>
    );
  if (returned)
    return (
      <Mark icon={Ban} tone="off">
        {t("lines.back")}
      </Mark>
    );
  if (line.state === "paid")
    return (
      <Mark icon={Landmark} tone="ok">
        {t("lines.paid")}
      </Mark>
    );
  if (line.state === "approved")
    return (
      <Mark icon={Send} tone="now">
        {t("lines.sending")}
      </Mark>
    );
  return (
    <Mark icon={CircleCheck} tone="ok">
      {t(line.retry_of !== null ? "lines.retry" : line.first ? "lines.first" : "lines.account_ok")}
    </Mark>
  );
}
