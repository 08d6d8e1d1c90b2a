import { useTranslation } from "react-i18next";
import type { Pin } from "../../parts/pins";
import { isClockMark } from "../doc";
import type { ClockEditor } from "../editor";
import { useClock, useNaming } from "../use";

/** What a pin points at, in words: a mark, a moment, an answer. */
export function ClockPointed({ editor, pin }: { editor: ClockEditor; pin: Pin }) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const naming = useNaming(editor);
  if (!pin.annotation)
    return typeof pin.at === "number"
      ? t("pointed.at", { time: editor.format(pin.at, true) })
      : t("pointed.whole");
  const one = answer.annotations.find((each) => each.id === pin.annotation);
  if (one === undefined) return <span className="c-warn">{t("pointed.gone")}</span>;
  return isClockMark(one) ? naming.said(one) : naming.says(one);
}
