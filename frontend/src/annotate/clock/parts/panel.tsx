import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Choice, nameOf } from "../../core/choices";
import { isRelation } from "../../core/doc";
import { asksAttributes, kindsIn } from "../../core/kinds";
import { ActKey } from "../../parts/act-key";
import { paint } from "../../parts/swatch";
import { isClockLabel, speakersOf } from "../doc";
import type { ClockEditor } from "../editor";
import { speakerTint } from "../inks";
import { SPEAKER_KEYS } from "../keys";
import { asksWhole } from "../ready";
import { useClock } from "../use";
import { Attributes, Relations, Wholes } from "./parts-later";

type Of = { editor: ClockEditor };

/** The classes that marks may have, each with its key: of what is selected, and of what is made. */
export function Classes({ editor }: Of) {
  const { t, i18n } = useTranslation(["annotate-clock", "annotate"]);
  const given = editor.choices.filter(
    (one) => isClockLabel(one.label) || one.label.kind === "relation",
  );
  if (given.length < 2) return null;
  const labels = [...new Set(given.map((one) => one.label))];
  return (
    <section aria-label={t("annotate:labels")}>
      <h3 className="row between an-head">
        {t("annotate:labels")}
        <span className="t3 an-light desk-only">{t("annotate:labels_hint")}</span>
      </h3>
      {labels.map((label) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
        <div key={label.name} role="group" aria-label={nameOf(label, i18n.language)}>
          {labels.length > 1 && <p className="an-kind t3">{nameOf(label, i18n.language)}</p>}
          {given
            .filter((one) => one.label === label)
            .map((one) => (
              <ClassRow key={one.index} editor={editor} choice={one} />
            ))}
        </div>
      ))}
    </section>
  );
}

function ClassRow({ editor, choice }: Of & { choice: Choice }) {
  const { i18n } = useTranslation();
  const off = useClock(editor, (state) => state.readOnly);
  const now = useClock(editor, (state) => !state.readOnly && state.choice === choice.index);
  const count = useClock(
    editor,
    (state) =>
      state.answer.annotations.filter(
        (one) => one.name === choice.label.name && "class" in one && one.class === choice.class.id,
      ).length,
  );
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
      <span className="t3">{count}</span>
      {choice.key !== null && <ActKey act={`label.${choice.key}`} />}
    </button>
  );
}

/** Who may speak: of what is selected, and of what is made. */
export function Speakers({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate-clock");
  const speakers = speakersOf(editor.schema);
  const off = useClock(editor, (state) => state.readOnly);
  const now = useClock(editor, (state) => state.speaker);
  if (speakers.length === 0) return null;
  return (
    <section aria-label={t("speakers")}>
      <h3 className="row between an-head">
        {t("speakers")}
        <span className="t3 an-light desk-only">{t("speakers_hint")}</span>
      </h3>
      {speakers.map((one, at) => {
        const tint = speakerTint(speakers, one.id);
        return (
          <button
            key={one.id}
            type="button"
            className="lrow"
            style={{ "--c": tint.colour, "--oc": tint.on } as React.CSSProperties}
            aria-pressed={!off && now === one.id}
            disabled={off}
            onClick={() => editor.speak(one.id)}
          >
            <span className="swatch" data-dash={tint.dash} />
            <span className="grow clip">{nameOf(one, i18n.language)}</span>
            {at < SPEAKER_KEYS && <ActKey act={`clock.speaker.${at + 1}`} />}
          </button>
        );
      })}
    </section>
  );
}

/** Everything that is asked on a clock, in its order; `children` stand before what is asked of the whole. */
export function ClockPanel({ editor, children }: Of & { children?: ReactNode }) {
  const kinds = kindsIn([editor.schema]);
  const related = useClock(editor, (state) => state.answer.annotations.some(isRelation));
  return (
    <>
      <Speakers editor={editor} />
      <Classes editor={editor} />
      {asksAttributes(editor.schema) && <Attributes editor={editor} />}
      {children}
      {(related || kinds.has("relation")) && <Relations editor={editor} />}
      {asksWhole(kinds) && <Wholes editor={editor} />}
    </>
  );
}
