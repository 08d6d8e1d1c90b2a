import { useTranslation } from "react-i18next";
import type { Mark } from "./core/doc";
import type { Editor } from "./image/acts";
import { ordinals, useClassName } from "./names";

/** What an object is called: its class and which of its class it is. */
export function useObjectName(editor: Editor): (mark: Mark) => string {
  const { t } = useTranslation("annotate");
  const className = useClassName();
  return (mark) =>
    t("object", {
      name: className(editor, mark),
      n: ordinals(editor.get().answer).get(mark.id) ?? 1,
    });
}
