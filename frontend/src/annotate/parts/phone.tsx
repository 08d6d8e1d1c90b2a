import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Choice, isWholeChoice, nameOf } from "../core/choices";
import type { WholeLabel as Asked, Label, RatingLabel, WritingLabel } from "../core/doc";
import type { Editor } from "../image/acts";
import { toolOf } from "../image/tools";
import { useEditor, useFollowing } from "../use";
import { Question, WholeLabel } from "./asked-later";
import { counts } from "./counts";
import { Steps } from "./steps";
import { paint } from "./swatch";

const isQuestion = (label: Label): label is Asked | RatingLabel | WritingLabel =>
  label.kind === "class" || label.kind === "rating" || label.kind === "writing";

/** On a phone, above the thumb: the classes to draw with, and the way on to what else is asked. */
export function PictureDock({ editor }: { editor: Editor }) {
  const { t, i18n } = useTranslation("annotate");
  const [place, setPlace] = useState({ editor, at: 0 });
  const drawn = editor.choices.filter((one) => !isWholeChoice(one));
  const asked = editor.schema.labels.filter(isQuestion);
  const steps = drawn.length > 0 ? [null, ...asked] : asked;
  const answer = useFollowing(editor, (state) => state.answer);
  const open = asked.filter(
    ({ name, required }) =>
      required !== false && !answer.annotations.some((one) => one.name === name),
  ).length;
  // Another piece begins with the first again.
  const at = place.editor === editor ? place.at : 0;
  const label = steps[at] ?? null;
  return (
    <div className="an-dock">
      <Steps at={at} of={steps.length} onGo={(to) => setPlace({ editor, at: to })}>
        {label === null ? t("labels") : nameOf(label, i18n.language)}
        {label === null && open > 0 && (
          <span className="c-warn"> · {t("answers_open", { n: open })}</span>
        )}
      </Steps>
      {label === null ? (
        <LabelChips editor={editor} choices={drawn} />
      ) : (
        <div className="an-dock-ask">
          {label.kind === "class" ? (
            <WholeLabel key={label.name} editor={editor} label={label} />
          ) : (
            <Question key={label.name} editor={editor} label={label} />
          )}
        </div>
      )}
    </div>
  );
}

function LabelChips({ editor, choices }: { editor: Editor; choices: readonly Choice[] }) {
  const { t, i18n } = useTranslation("annotate");
  const answer = useFollowing(editor, (state) => state.answer);
  const now = useEditor(editor, (state) => state.choice);
  const numbers = counts(editor, answer);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <div className="an-chips" role="group" aria-label={t("labels")}>
      {choices.map((one) => (
        <button
          key={one.index}
          type="button"
          className="chip"
          style={paint(one)}
          aria-pressed={one.index === now}
          onClick={() => editor.pick(one.index)}
        >
          <span className="swatch" data-dash={one.dash} />
          {nameOf(one.class, i18n.language)}
          <span className="an-count">{numbers.get(one.index) ?? 0}</span>
        </button>
      ))}
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
