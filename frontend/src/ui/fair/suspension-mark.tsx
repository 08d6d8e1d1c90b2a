import { Ban, CircleCheck, CircleDot, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Mark } from "../state";

const LOOK = {
  proposed: [CircleDot, "warn"],
  in_force: [Ban, "bad"],
  dropped: [Minus, "off"],
  lifted: [CircleCheck, "ok"],
} as const;

/** How it stands with a suspension. */
export function SuspensionMark({ state }: { state: Schema<"SuspensionState"> }) {
  const { t } = useTranslation("fair");
  const [icon, tone] = LOOK[state];
  return (
    <Mark icon={icon} tone={tone}>
      {t(`state.${state}`)}
    </Mark>
  );
}
