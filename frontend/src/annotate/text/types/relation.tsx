import { ArrowLeftRight, ArrowRight, Minus, Trash2, Waypoints } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { relation } from "../../core/checks/relation";
import { nameOf } from "../../core/choices";
import { ActKey } from "../../parts/act-key";
import { Said } from "../../parts/said";
import { find, isRelation, isSpan, type Relation, type RelationLabel } from "../doc";
import type { TextEditor } from "../editor";
import { Ask } from "../parts/ask";
import { givenTo, type Question } from "../questions";
import { useSays, useText } from "../use";
import type { AskProps, TextType } from "./type";

const selectedIn = (editor: TextEditor, question: Question): Relation | undefined => {
  const one = find(editor.get().answer, editor.get().selected[0] ?? "");
  return one !== undefined && isRelation(one) && one.name === question.label.name ? one : undefined;
};

function AskRelation({ editor, question }: AskProps) {
  const { t, i18n } = useTranslation("annotate-text");
  const label = question.label as RelationLabel;
  const answer = useText(editor, (state) => state.answer);
  const linking = useText(editor, (state) => state.linking);
  const off = useText(editor, (state) => state.readOnly);
  const span = useText(editor, (state) => {
    const one = find(state.answer, state.selected[0] ?? "");
    return one !== undefined && isSpan(one) ? one : null;
  });
  const says = useSays(editor);
  const given = givenTo(answer, question) as readonly Relation[];
  const from = linking === null ? undefined : find(answer, linking);
  return (
    <Ask editor={editor} question={question} hint={t("relations_n", { n: given.length })}>
      {!off && (
        <div className="col g6">
          <button
            type="button"
            className="btn line tx-more"
            disabled={span === null}
            aria-pressed={linking !== null}
            onClick={editor.link}
          >
            <Icon of={Waypoints} size={16} />
            {t(linking !== null && span?.id !== linking ? "link_here" : "link_from")}
            <ActKey act="text.link" />
          </button>
          <p className="t3 label" role="status">
            {from === undefined ? t("link_hint") : t("link_to", { name: says(from) })}
          </p>
        </div>
      )}
      <ul className="tx-relations" aria-label={nameOf(label, i18n.language)}>
        {given.map((one) => (
          <Row key={one.id} {...{ editor, question, one, off }} />
        ))}
      </ul>
    </Ask>
  );
}

function Row({ editor, question, one, off }: AskProps & { one: Relation; off: boolean }) {
  const { t, i18n } = useTranslation("annotate-text");
  const label = question.label as RelationLabel;
  const says = useSays(editor);
  const on = useText(editor, (state) => state.selected.includes(one.id));
  const end = (id: string) => {
    const span = find(editor.get().answer, id);
    return span === undefined ? "?" : says(span);
  };
  const name = (id: string) =>
    nameOf(label.classes.find((each) => each.id === id) ?? { id }, i18n.language);
  const words = t("relation_is", { from: end(one.from), name: name(one.class), to: end(one.to) });
  return (
    <li className="tx-relation" data-on={on}>
      <button
        type="button"
        className="lrow label"
        aria-pressed={on}
        onClick={() => {
          editor.select([one.id]);
          editor.reveal(one.from);
        }}
      >
        <span className="clip">{end(one.from)}</span>
        <Icon of={label.directed === false ? Minus : ArrowRight} size={14} className="t3" />
        <span className="clip">{end(one.to)}</span>
        <span className="grow" />
        <Said editor={editor} id={one.id} />
        <span className="t3 clip">{name(one.class)}</span>
      </button>
      {on && !off && (
        <div className="row g4">
          <select
            className="in grow"
            aria-label={t("relation_class")}
            value={one.class}
            onChange={(event) => editor.set({ ...one, class: event.target.value })}
          >
            {label.classes.map((each) => (
              <option key={each.id} value={each.id}>
                {nameOf(each, i18n.language)}
              </option>
            ))}
          </select>
          {label.directed !== false && (
            <button
              type="button"
              className="an-icon"
              aria-label={t("relation_turn")}
              title={t("relation_turn")}
              onClick={() => editor.set({ ...one, from: one.to, to: one.from })}
            >
              <Icon of={ArrowLeftRight} size={16} />
            </button>
          )}
          <button
            type="button"
            className="an-icon"
            aria-label={t("remove", { name: words })}
            onClick={() => editor.remove([one.id])}
          >
            <Icon of={Trash2} size={16} />
          </button>
        </div>
      )}
    </li>
  );
}

/** What joins two places of the text. */
export const relationType: TextType<RelationLabel, Relation> = {
  kind: "relation",
  place: "panel",
  check: relation,
  says: (label, one, { find: said, named }) =>
    `${said(one.from)} ${label.directed === false ? "–" : "→"} ${said(one.to)} (${named(
      label.classes.find((each) => each.id === one.class) ?? { id: one.class },
    )})`,
  press(editor, question, digit) {
    const one = selectedIn(editor, question);
    const kind = (question.label as RelationLabel).classes[digit - 1];
    if (one === undefined || kind === undefined) return false;
    editor.set({ ...one, class: kind.id });
    return true;
  },
  Ask: AskRelation,
};
