import { useTranslation } from "react-i18next";
import { find, isMark } from "../core/doc";
import type { Editor } from "../image/acts";
import { later } from "../parts/later";
import { useEditor } from "../use";

// They come with the first selection.
const Fields = later(() => import("./fields").then((its) => its.Fields));

/** Place and size of the selected shape as numbers: the other way to drag. */
export function Coordinates({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const selected = useEditor(editor, (state) => state.selected);
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const [id] = selected;
  const one = id === undefined || selected.length > 1 ? undefined : find(answer, id);
  if (one === undefined || !isMark(one))
    return (
      <section aria-label={t("coordinates")}>
        <p className="t3 label">
          {selected.length > 1 ? t("many_selected", { n: selected.length }) : t("coordinates_none")}
        </p>
      </section>
    );
  return (
    <section aria-label={t("coordinates")}>
      <Fields editor={editor} mark={one} off={off} />
    </section>
  );
}
