import { CircleCheck, CircleX, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Known } from "~/api/trusted";
import { useFormat } from "~/i18n/format";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import { ActKey } from "../parts/act-key";
import { useKeys } from "../use";
import { countsOf } from "./feedback";
import "./known.css";

const LASTS = 6_000; // milliseconds; what was wrong stays until it is put away
const LOOK = "known.look";

type Props = {
  said: Known;
  /** It was a verdict. */
  judged?: boolean;
  onLook: () => void;
  onClose: () => void;
};

/** What is known of the last hand-in, in a line over the work: a press shows it whole. The next piece
 * of work waits for nothing; a key puts it away. */
export function KnownLine({ said, judged = false, onLook, onClose }: Props) {
  const { t } = useTranslation("trusted");
  const { percent } = useFormat();
  const close = useRef(onClose);
  close.current = onClose;
  const { right } = said;
  useEffect(() => {
    if (!right) return;
    const timer = setTimeout(() => close.current(), LASTS);
    return () => clearTimeout(timer);
  }, [right]);
  useKeys({ [LOOK]: onLook, cancel: onClose }, [
    { id: LOOK, group: "page", keys: ["Backquote"], word: t("known.look") },
  ]);
  const wrong = [...countsOf(said.marks)].filter(([state]) => state !== "right");
  const what = judged ? "known_verdict" : "known";
  return (
    <div className="kn-line" data-density="compact">
      <Icon of={right ? CircleCheck : CircleX} className={right ? "c-ok" : "c-warn"} />
      <p className="grow">
        <b>{t(`${what}.${right ? "right" : "wrong"}`)}</b>{" "}
        {(!judged || !right) && (
          <span className="t2">
            {right || wrong.length === 0
              ? t("known.alike", { share: percent(said.score) })
              : wrong.map(([state, n]) => t(`${what}.${state}`, { n })).join(", ")}
          </span>
        )}
      </p>
      <Button look={right ? "ghost" : "line"} onPress={onLook}>
        {t("known.look")}
        <ActKey act={LOOK} />
      </Button>
      <Button look="ghost" square aria-label={t("known.close")} onPress={onClose}>
        <Icon of={X} size={16} />
      </Button>
    </div>
  );
}
