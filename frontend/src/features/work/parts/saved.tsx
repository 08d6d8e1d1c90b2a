import {
  CircleAlert,
  Cloud,
  CloudAlert,
  CloudCheck,
  CloudOff,
  type LucideIcon,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SaveState } from "~/api/drafts";
import { Icon } from "~/ui/icons";
import type { Desk } from "../model/desk";
import { useSaveState } from "./saved-state";

const LOOKS: Record<SaveState, [LucideIcon, string]> = {
  saved: [CloudCheck, "c-ok"],
  saving: [Cloud, ""],
  offline: [CloudOff, "c-warn"],
  failed: [CloudAlert, "c-bad"],
  conflict: [CircleAlert, "c-warn"],
  closed: [CircleAlert, "c-bad"],
};

/** Whether the work is safe, and where. */
export function Saved({ desk }: { desk: Desk }) {
  const { t } = useTranslation("work");
  const state = useSaveState(desk);
  const [icon, tone] = LOOKS[state];
  return (
    <span className="wk-save" role="status" data-state={state}>
      <Icon of={icon} size={14} className={tone} />
      <span className="clip">{t(`save.${state}`)}</span>
    </span>
  );
}
