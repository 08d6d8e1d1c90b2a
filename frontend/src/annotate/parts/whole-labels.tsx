import { useTranslation } from "react-i18next";
import { isWholeChoice, nameOf, type WholeChoice } from "../core/choices";
import { type WholeLabel as Asked, chosen, isWhole } from "../core/doc";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";
import { ActKey } from "./act-key";
import { Said } from "./said";

type Branch = { one: WholeChoice; depth: number; leaf: boolean };

/** Classes under those that they belong to, in the schema's order otherwise. */
function treeOf(choices: readonly WholeChoice[]): readonly Branch[] {
  const under = (parent: string | null, depth: number): Branch[] =>
    choices
      .filter((one) => (one.class.parent ?? null) === parent)
      .flatMap((one) => {
        const below = under(one.class.id, depth + 1);
        return [{ one, depth, leaf: below.length === 0 }, ...below];
      });
  return under(null, 0);
}

/** The questions about the picture as a whole; nothing where the schema has none. */
export function WholeLabels({ editor }: { editor: Editor }) {
  return editor.schema.labels.map((label) =>
    label.kind === "class" ? <WholeLabel key={label.name} editor={editor} label={label} /> : null,
  );
}

/** A question that is answered with one of its classes, or with several. */
export function WholeLabel({ editor, label }: { editor: Editor; label: Asked }) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const suggested = useEditor(editor, (state) => state.suggested);
  const choices = editor.choices
    .filter(isWholeChoice)
    .filter((one) => one.label.name === label.name);
  const had = chosen(answer, label.name);
  const missing = label.required !== false && had.length === 0;
  return (
    <section aria-label={nameOf(label, i18n.language)}>
      <h3 className="row between an-head">
        {nameOf(label, i18n.language)}
        <span className={`an-light ${missing ? "c-warn" : "t3"}`}>
          {missing ? t("whole_required") : t(label.many === true ? "whole_many" : "whole_one")}
        </span>
      </h3>
      {treeOf(choices).map(({ one, depth, leaf }) => {
        const on = had.includes(one.class.id);
        const Dot = label.many === true ? "check" : "radio";
        return (
          <button
            key={one.index}
            type="button"
            className="lrow"
            aria-pressed={on}
            disabled={off || (label.leaf_only === true && !leaf)}
            style={depth > 0 ? { paddingLeft: 8 + 18 * depth } : undefined}
            onClick={() => editor.pick(one.index)}
          >
            <span className={`${Dot} ${on ? "on" : ""}`} aria-hidden="true" />
            <span className="grow clip">{nameOf(one.class, i18n.language)}</span>
            {one.key !== null && <ActKey act={`label.${one.key}`} />}
          </button>
        );
      })}
      <Said
        editor={editor}
        id={answer.annotations.find((one) => isWhole(one) && one.name === label.name)?.id}
      />
      {suggested?.beside(label.name, null)}
    </section>
  );
}
