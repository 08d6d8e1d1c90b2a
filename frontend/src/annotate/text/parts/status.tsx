import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { rangeOf } from "../cursor";
import type { TextEditor } from "../editor";
import { lengthOf } from "../points";
import { useText } from "../use";

/** How long the text is, and how much of it is marked; `children` stand at the right. */
export function TextStatus({ editor, children }: { editor: TextEditor; children?: ReactNode }) {
  const { t, i18n } = useTranslation("annotate-text");
  const cursor = useText(editor, (state) => state.cursor);
  const number = new Intl.NumberFormat(i18n.language).format;
  const range = rangeOf(cursor);
  const length = editor.parts.reduce((sum, part) => sum + lengthOf(part.text), 0);
  return (
    <div className="stbar">
      <span>{t("length", { n: number(length) })}</span>
      {range !== null && <span>{t("marked_n", { n: number(range[1] - range[0]) })}</span>}
      <span className="grow" />
      {children}
    </div>
  );
}
