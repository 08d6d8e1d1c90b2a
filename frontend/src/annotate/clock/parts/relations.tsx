import { Link2, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { isRelation } from "../../core/doc";
import { ActKey } from "../../parts/act-key";
import { Said } from "../../parts/said";
import { paint } from "../../parts/swatch";
import type { ClockEditor } from "../editor";
import { useClock, useNaming } from "../use";

type Of = { editor: ClockEditor };

/** The relations between marks, one to a row, and the way to make one. */
export function ClockRelations({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const off = useClock(editor, (state) => state.readOnly);
  const linking = useClock(editor, (state) => state.linking);
  const selected = useClock(editor, (state) => state.selected);
  const naming = useNaming(editor);
  const relations = answer.annotations.filter(isRelation);
  if (relations.length === 0 && !editor.schema.labels.some((one) => one.kind === "relation"))
    return null;
  return (
    <section className="an-relations" aria-label={t("relations")}>
      <h3 className="row between an-head">
        {t("relations")}
        <span className="t3 an-light">{t("marks_n", { n: relations.length })}</span>
      </h3>
      {relations.length === 0 && <p className="t3 label">{t("relations_none")}</p>}
      <ul>
        {relations.map((one) => (
          <li key={one.id} className="row an-relation" style={paint(editor.choiceOf(one))}>
            <button
              type="button"
              className="lrow label grow"
              aria-pressed={selected.includes(one.id)}
              onClick={() => {
                editor.select([one.id]);
                editor.reveal(one.from);
              }}
            >
              <span className="swatch" />
              <span className="clip">{naming.says(one)}</span>
              <Said editor={editor} id={one.id} />
            </button>
            {!off && (
              <button
                type="button"
                className="an-icon"
                aria-label={t("remove", { name: naming.says(one) })}
                onClick={() => editor.remove([one.id])}
              >
                <Icon of={Trash2} size={16} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!off && selected.length > 0 && (
        <button type="button" className="lrow label" onClick={() => editor.link()}>
          <Icon of={Link2} size={16} />
          <span className="grow">{t(linking === null ? "link" : "link_end")}</span>
          <ActKey act="clock.link" />
        </button>
      )}
      {linking !== null && <p className="t2 label">{t("linking")}</p>}
    </section>
  );
}
