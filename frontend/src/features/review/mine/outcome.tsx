import { CircleCheck, CircleDashed, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { Mark } from "~/ui/state";

/** Whether the second level saw it the same; nobody has looked where it says so. */
export function Outcome({ row }: { row: Schema<"WorkRow"> }) {
  const { t } = useTranslation("review");
  if (row.level === 2)
    return (
      <Mark icon={CircleCheck} tone="ok">
        {t("decided")}
      </Mark>
    );
  if (row.upheld === null || row.upheld === undefined)
    return (
      <Mark icon={CircleDashed} tone="off">
        {t("not_seen_again")}
      </Mark>
    );
  return row.upheld ? (
    <Mark icon={CircleCheck} tone="ok">
      {t("upheld")}
    </Mark>
  ) : (
    <Mark icon={RotateCcw} tone="warn">
      {t("was_overturned")}
    </Mark>
  );
}
