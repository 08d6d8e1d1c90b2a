import type { LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Choice, isWholeChoice, nameOf } from "../core/choices";
import type { Editor } from "../image/acts";
import { isTool, toolOf } from "../image/tools";
import { useEditor, useFollowing } from "../use";
import { ActKey } from "./act-key";
import { counts } from "./counts";
import { Questions, WholeLabels } from "./parts-later";
import { paint } from "./swatch";

type Props = { editor: Editor };

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
      {editor.choices.some(isWholeChoice) && <WholeLabels editor={editor} />}
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
  const answer = useFollowing(editor, (state) => state.answer);
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
