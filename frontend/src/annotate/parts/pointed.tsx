import { useTranslation } from "react-i18next";
import { nameOf } from "../core/choices";
import { find, isMark } from "../core/doc";
import type { Editor } from "../image/acts";
import { useClassName } from "../names";
import { useObjectName } from "../object-name";
import { useEditor } from "../use";
import type { Pin } from "./pins";

/** What a pin points at, in words; that an object is gone is said too. */
export function Pointed({ editor, pin }: { editor: Editor; pin: Pin }) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const objectName = useObjectName(editor);
  const className = useClassName();
  if (!pin.annotation) return t(typeof pin.x === "number" ? "pointed.spot" : "pointed.whole");
  const one = find(answer, pin.annotation);
  if (one === undefined) return <span className="c-warn">{t("pointed.gone")}</span>;
  if (isMark(one)) return objectName(one);
  if (one.kind === "relation") return t("pointed.relation", { name: className(editor, one) });
  return nameOf(
    editor.schema.labels.find((label) => label.name === one.name) ?? { id: one.name },
    i18n.language,
  );
}
