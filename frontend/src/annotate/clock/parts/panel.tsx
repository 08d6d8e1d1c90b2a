import { Link2, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Choice, nameOf } from "../../core/choices";
import { isRelation } from "../../core/doc";
import type { Editor } from "../../image/acts";
import { ActKey } from "../../parts/act-key";
import { AttributeFields } from "../../parts/attribute-fields";
import { Question } from "../../parts/questions";
import { Said } from "../../parts/said";
import { paint } from "../../parts/swatch";
import { WholeLabel } from "../../parts/whole-labels";
import { isClockLabel, markOf, speakersOf } from "../doc";
import type { ClockEditor } from "../editor";
import { speakerTint } from "../inks";
import { SPEAKER_KEYS } from "../keys";
import { useClock, useNaming } from "../use";

type Of = { editor: ClockEditor };
/** What asks about the whole asks of whatever editor: it goes by the answer and the acts that all share. */
const asWhole = (editor: ClockEditor): Editor => editor as unknown as Editor;

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

/** What is asked of what is selected beside its class. */
export function ClockAttributes({ editor }: Of) {
  const { t } = useTranslation("annotate");
  const answer = useClock(editor, (state) => state.answer);
  const selected = useClock(editor, (state) => state.selected);
  const off = useClock(editor, (state) => state.readOnly);
  const naming = useNaming(editor);
  const marks = selected.map((id) => markOf(answer, id)).filter((one) => one !== undefined);
  const [first] = marks;
  if (first === undefined || marks.some((one) => one.name !== first.name)) return null;
  const label = editor.schema.labels.find((one) => one.name === first.name);
  if (label === undefined || !isClockLabel(label)) return null;
  return (
    <AttributeFields
      attributes={label.attributes ?? []}
      marks={marks}
      title={marks.length === 1 ? naming.numbered(first) : t("many_selected", { n: marks.length })}
      off={off}
      scrolls
      onTake={(name, value) =>
        editor.setAttribute(
          marks.map((one) => one.id),
          name,
          value,
        )
      }
    />
  );
}

/** The questions about the whole. */
export function Wholes({ editor }: Of) {
  return editor.schema.labels.map((label) => {
    if (label.kind === "class")
      return <WholeLabel key={label.name} editor={asWhole(editor)} label={label} />;
    if (label.kind === "rating" || label.kind === "writing")
      return <Question key={label.name} editor={asWhole(editor)} label={label} />;
    return null;
  });
}

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

/** Everything that is asked on a clock, in its order; `children` stand before what is asked of the whole. */
export function ClockPanel({ editor, children }: Of & { children?: ReactNode }) {
  return (
    <>
      <Speakers editor={editor} />
      <Classes editor={editor} />
      <ClockAttributes editor={editor} />
      {children}
      <ClockRelations editor={editor} />
      <Wholes editor={editor} />
    </>
  );
}
