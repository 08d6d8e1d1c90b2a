import { Archive, CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Mark } from "~/ui/state";
import type { Course } from "./queries";

const LOOKS = {
  draft: [CircleDashed, "off"],
  open: [CircleCheck, "ok"],
  retired: [Archive, "off"],
} as const;

/** Whether a course can be taken. */
export function CourseMark({ state, pill }: { state: Course["state"]; pill?: boolean }) {
  const { t } = useTranslation("courses");
  const [icon, tone] = LOOKS[state];
  return (
    <Mark icon={icon} tone={tone} pill={pill}>
      {t(`state.${state}`)}
    </Mark>
  );
}
