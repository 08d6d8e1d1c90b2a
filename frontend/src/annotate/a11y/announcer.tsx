import { useTranslation } from "react-i18next";
import type { Editor } from "../image/acts";
import { ordinals, useClassName } from "../names";
import { useFollowing } from "../use";

/** Says what has happened to those who do not see it, one thing at a time, without haste. */
export function Announcer({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const className = useClassName();
  const said = useFollowing(editor.said, (value) => value);
  let sentence = "";
  if (said !== null) {
    const { mark, count } = said;
    const n = mark === undefined ? undefined : ordinals(editor.get().answer).get(mark.id);
    const word = mark === undefined ? "" : className(editor, mark);
    const name =
      mark === undefined
        ? t("said.many", { n: count ?? 0 })
        : n === undefined || said.key === "relabelled"
          ? word
          : t("object", { name: word, n });
    sentence = t(`said.${said.key}` as "said.drawn", { name });
  }
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {/* The same sentence twice is only heard again when the text differs. */}
      {sentence}
      {said !== null && said.nth % 2 === 1 ? "\u00a0" : ""}
    </p>
  );
}
