import { ArrowRight, Minus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { find, isMark, isRelation, type Relation } from "../core/doc";
import type { Editor } from "../image/acts";
import { useClassName } from "../names";
import { useObjectName } from "../object-name";
import { useEditor } from "../use";
import { Said } from "./said";
import { paint } from "./swatch";

/** The relations between objects, one to a row. */
export function Relations({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const relations = answer.annotations.filter(isRelation);
  return (
    <section className="an-relations" aria-label={t("relations")}>
      <h3 className="row between an-head">
        {t("relations")}
        <span className="t3 an-light">{t("objects_n", { n: relations.length })}</span>
      </h3>
      {relations.length === 0 ? (
        <p className="t3 label">{t("relations_none")}</p>
      ) : (
        <ul>
          {relations.map((one) => (
            <Row key={one.id} editor={editor} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ editor, one }: { editor: Editor; one: Relation }) {
  const { t } = useTranslation("annotate");
  const className = useClassName();
  const objectName = useObjectName(editor);
  const selected = useEditor(editor, (state) => state.selected.includes(one.id));
  const reading = useEditor(editor, (state) => state.readOnly);
  const choice = editor.choiceOf(one);
  const endName = (id: string): string => {
    const end = find(editor.get().answer, id);
    return end !== undefined && isMark(end) ? objectName(end) : t("relation_gone");
  };
  const directed = choice?.label.kind !== "relation" || choice.label.directed !== false;
  const name = className(editor, one);
  const [from, to] = [endName(one.from), endName(one.to)];
  return (
    <li className="row an-relation" style={paint(choice)}>
      <button
        type="button"
        className="lrow label grow"
        aria-pressed={selected}
        onClick={() => {
          editor.select([one.id]);
          editor.reveal(one.id);
        }}
      >
        <span className="swatch" />
        <span className="clip strong">{name}</span>
        <span className="row g4 grow clip t3">
          <span className="clip">{from}</span>
          <Icon of={directed ? ArrowRight : Minus} size={14} />
          <span className="sr-only">{t(directed ? "relation_way" : "relation_with")}</span>
          <span className="clip">{to}</span>
        </span>
        <Said editor={editor} id={one.id} />
      </button>
      {!reading && (
        <button
          type="button"
          className="an-icon"
          aria-label={`${t("delete")}: ${t("relation_of", { name, from, to })}`}
          onClick={() => editor.remove([one.id])}
        >
          <Icon of={Trash2} size={16} />
        </button>
      )}
    </li>
  );
}
