import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { isWholeChoice, nameOf } from "../core/choices";
import { chosen } from "../core/doc";
import type { Editor } from "../image/acts";
import { toolOf } from "../image/tools";
import { useEditor } from "../use";
import { counts } from "./labels";
import { paint } from "./swatch";

/** On a phone: the classes to draw with, in a row above the thumb. */
export function LabelChips({ editor }: { editor: Editor }) {
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

/** On a phone: selecting, and the tool of the class in hand, beside which the page puts its own; the
 * classes above choose among the others. */
export function PhoneTools({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const now = useEditor(editor, (state) => state.tool);
  const choice = useEditor(editor, (state) => state.choice);
  const kind = editor.choices[choice]?.label.kind ?? "";
  return editor.tools
    .filter((id) => id === "select" || id === kind)
    .map((id) => (
      <button
        key={id}
        type="button"
        className="an-t"
        aria-pressed={now === id}
        onClick={() => editor.setTool(id)}
      >
        <Icon of={toolOf(id).icon} size={22} />
        {t(`acts.tool.${id}`)}
      </button>
    ));
}
