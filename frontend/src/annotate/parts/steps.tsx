import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";

/** On a phone: which of the questions is in hand, and the way to those before and after it. */
export function Steps({
  at,
  of,
  onGo,
  children,
}: {
  /** Counted from 0. */
  at: number;
  of: number;
  onGo: (to: number) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation("annotate");
  if (of < 2) return null;
  return (
    <div className="row between an-dock-step">
      <button
        type="button"
        className="an-icon"
        aria-label={t("question_previous")}
        disabled={at === 0}
        onClick={() => onGo(at - 1)}
      >
        <Icon of={ChevronLeft} size={20} />
      </button>
      <span className="clip label t2">
        {children}{" "}
        <span className="t3">
          {at + 1} / {of}
        </span>
      </span>
      <button
        type="button"
        className="an-icon"
        aria-label={t("question_next")}
        disabled={at === of - 1}
        onClick={() => onGo(at + 1)}
      >
        <Icon of={ChevronRight} size={20} />
      </button>
    </div>
  );
}
