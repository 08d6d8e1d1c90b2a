import type { LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Choice, isWholeChoice, nameOf, type WholeChoice } from "../core/choices";
import { type Answer, chosen, isWhole } from "../core/doc";
import type { Editor } from "../image/acts";
import { isTool, toolOf } from "../image/tools";
import { useEditor } from "../use";
import { ActKey } from "./act-key";
import { Questions } from "./parts-later";
import { paint } from "./swatch";

type Props = { editor: Editor };

const counted = new WeakMap<Answer, ReadonlyMap<number, number>>();

/** How many marks and relations each choice has; counted once for an answer, however many rows ask. */
function counts(editor: Editor, answer: Answer): ReadonlyMap<number, number> {
  const known = counted.get(answer);
  if (known !== undefined) return known;
  const found = new Map<number, number>();
  for (const one of answer.annotations) {
    const index = isWhole(one) ? undefined : editor.choiceOf(one)?.index;
    if (index !== undefined) found.set(index, (found.get(index) ?? 0) + 1);
  }
  counted.set(answer, found);
  return found;
}

/** The classes to draw with and the questions about the whole picture, each with its key. */
export function Labels({ editor }: Props) {
  const { t, i18n } = useTranslation("annotate");
  const drawn = editor.choices.filter((one) => !isWholeChoice(one));
  const labels = [...new Set(drawn.map((one) => one.label))];
  return (
    <>
      {labels.length > 0 && (
        <section aria-label={t("labels")}>
          <h3 className="row between an-head">
            {t("labels")}
            <span className="t3 an-light desk-only">{t("labels_hint")}</span>
          </h3>
          {labels.map((label) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
            <div key={label.name} role="group" aria-label={nameOf(label, i18n.language)}>
              {/* The name of a question says something where there are several of several classes. */}
              {labels.length > 1 && label.classes.length > 1 && (
                <p className="an-kind t3">{nameOf(label, i18n.language)}</p>
              )}
              {drawn
                .filter((one) => one.label === label)
                .map((one) => (
                  <ShapeRow
                    key={one.index}
                    editor={editor}
                    choice={one}
                    icon={labels.length > 1 ? iconOf(label.kind) : null}
                  />
                ))}
            </div>
          ))}
        </section>
      )}
      <WholeLabels editor={editor} />
      {editor.schema.labels.some(({ kind }) => kind === "rating" || kind === "writing") && (
        <Questions editor={editor} />
      )}
    </>
  );
}

const iconOf = (kind: string): LucideIcon | null => (isTool(kind) ? toolOf(kind).icon : null);

function ShapeRow({
  editor,
  choice,
  icon,
}: Props & {
  choice: Choice;
  /** How it is drawn, where that differs from class to class. */
  icon: LucideIcon | null;
}) {
  const { i18n } = useTranslation();
  const answer = useEditor(editor, (state) => state.answer);
  const now = useEditor(editor, (state) => !state.readOnly && state.choice === choice.index);
  const off = useEditor(editor, (state) => state.readOnly);
  return (
    <button
      type="button"
      className="lrow"
      style={paint(choice)}
      aria-pressed={now}
      disabled={off}
      onClick={() => editor.pick(choice.index)}
    >
      <span className="swatch" data-dash={choice.dash} />
      <span className="grow clip">{nameOf(choice.class, i18n.language)}</span>
      {icon !== null && <Icon of={icon} size={16} className="t3" />}
      <span className="t3">{counts(editor, answer).get(choice.index) ?? 0}</span>
      {choice.key === null ? (
        <span className="t3 an-sign">{choice.sign}</span>
      ) : (
        <ActKey act={`label.${choice.key}`} />
      )}
    </button>
  );
}

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
export function WholeLabels({ editor }: Props) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const off = useEditor(editor, (state) => state.readOnly);
  const choices = editor.choices.filter(isWholeChoice);
  const labels = [...new Set(choices.map((one) => one.label))];
  return labels.map((label) => {
    const had = chosen(answer, label.name);
    const missing = label.required !== false && had.length === 0;
    return (
      <section key={label.name} aria-label={nameOf(label, i18n.language)}>
        <h3 className="row between an-head">
          {nameOf(label, i18n.language)}
          <span className={`an-light ${missing ? "c-warn" : "t3"}`}>
            {missing ? t("whole_required") : t(label.many === true ? "whole_many" : "whole_one")}
          </span>
        </h3>
        {treeOf(choices.filter((one) => one.label === label)).map(({ one, depth, leaf }) => {
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
      </section>
    );
  });
}

/** On a phone: the classes to draw with, in a row above the thumb. */
export function LabelChips({ editor }: Props) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const now = useEditor(editor, (state) => state.choice);
  const numbers = counts(editor, answer);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <div className="an-chips" role="group" aria-label={t("labels")}>
      {editor.choices.map((one) => {
        const shape = !isWholeChoice(one);
        const on = shape
          ? one.index === now
          : chosen(answer, one.label.name).includes(one.class.id);
        return (
          <button
            key={one.index}
            type="button"
            className="chip"
            style={paint(one)}
            aria-pressed={on}
            onClick={() => editor.pick(one.index)}
          >
            {shape && <span className="swatch" data-dash={one.dash} />}
            {nameOf(one.class, i18n.language)}
            {shape && <span className="an-count">{numbers.get(one.index) ?? 0}</span>}
          </button>
        );
      })}
    </div>
  );
}
