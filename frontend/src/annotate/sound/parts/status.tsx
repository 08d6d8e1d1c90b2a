import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inOrder, isSegment, lengthOf } from "../../clock/doc";
import { timeOf } from "../../clock/format";
import { useFollowing } from "../../use";
import type { SoundEditor } from "../editor";

/** How long it is, and how much of it is marked; `children` stand at the right. */
export function SoundStatus({ editor, children }: { editor: SoundEditor; children?: ReactNode }) {
  const { t } = useTranslation("annotate-clock");
  const answer = useFollowing(editor, (state) => state.answer);
  const marks = inOrder(answer);
  const marked = marks.filter(isSegment).reduce((sum, one) => sum + lengthOf(one), 0);
  return (
    <div className="stbar">
      <span>{t("length", { time: timeOf(editor.facts.length, 1) })}</span>
      <span>
        {t("marks")} {t("marks_n", { n: marks.length })}
      </span>
      {marked > 0 && <span>{t("labelled", { time: timeOf(marked, 1) })}</span>}
      <span className="grow" />
      {children}
    </div>
  );
}
