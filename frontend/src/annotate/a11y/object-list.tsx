import { Eye, EyeOff, Plus } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { isShapeChoice } from "../core/choices";
import { isMark, isRelation } from "../core/doc";
import type { Editor } from "../image/acts";
import { Grid, Relations } from "../parts/parts-later";
import { useEditor } from "../use";

/** Every object as a row, the uppermost first, with how many there are and what is done with all. */
export function ObjectList({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const shapes = useEditor(editor, (state) => state.shapes);
  const reading = useEditor(editor, (state) => state.readOnly);
  const canAdd = useEditor(editor, (state) => {
    const choice = editor.choices[state.choice];
    return choice !== undefined && isShapeChoice(choice);
  });
  const rows = useMemo(() => answer.annotations.filter(isMark).reverse(), [answer]);
  return (
    <>
      <section className="an-objects">
        <h3 className="row between an-head">
          {t("objects")}
          <span className="row g4 an-light t3">
            {t("objects_n", { n: rows.length })}
            {rows.length > 0 && (
              <button
                type="button"
                className="an-icon"
                aria-label={t(shapes ? "shapes_hide" : "shapes_show")}
                aria-pressed={!shapes}
                onClick={() => editor.showShapes(!shapes)}
              >
                <Icon of={shapes ? Eye : EyeOff} size={16} />
              </button>
            )}
            {!reading && canAdd && (
              <button
                type="button"
                className="an-icon"
                aria-label={t("add")}
                title={t("add")}
                onClick={() => editor.add()}
              >
                <Icon of={Plus} size={16} />
              </button>
            )}
          </span>
        </h3>
        {rows.length === 0 ? (
          <p className="t3 label">{t(reading ? "objects_none_read" : "objects_none")}</p>
        ) : (
          <Grid editor={editor} rows={rows} />
        )}
      </section>
      {(answer.annotations.some(isRelation) ||
        editor.schema.labels.some((label) => label.kind === "relation")) && (
        <Relations editor={editor} />
      )}
    </>
  );
}
