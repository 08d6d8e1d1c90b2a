import { Flag, FlagTriangleLeft, Scissors } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { inOrder, isClockLabel, speakersOf } from "../../clock/doc";
import { speakerTint } from "../../clock/inks";
import { useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import type { Editor } from "../../image/acts";
import { Question, WholeLabel } from "../../parts/asked-later";
import { Steps } from "../../parts/steps";
import { paint } from "../../parts/swatch";
import type { SoundEditor } from "../editor";

type Of = { editor: SoundEditor };

/** Above the thumb: the way from segment to segment, who speaks, what it is; then what is asked of the whole. */
export function SoundDock({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate-clock");
  const [place, setPlace] = useState({ editor, at: 0 });
  const at = place.editor === editor ? place.at : 0;
  const asked = editor.schema.labels.filter(
    (one) => one.kind === "class" || one.kind === "rating" || one.kind === "writing",
  );
  const marks = editor.schema.labels.some(isClockLabel);
  const steps = marks ? [null, ...asked] : asked;
  const label = steps[at] ?? null;
  return (
    <div className="an-dock">
      <Steps at={at} of={steps.length} onGo={(to) => setPlace({ editor, at: to })}>
        {label === null ? t("marks") : nameOf(label, i18n.language)}
      </Steps>
      {label === null ? (
        <>
          <Walk editor={editor} />
          <Chips editor={editor} />
        </>
      ) : (
        <div className="an-dock-ask">
          {label.kind === "class" ? (
            <WholeLabel editor={editor as unknown as Editor} label={label} />
          ) : (
            <Question editor={editor as unknown as Editor} label={label} />
          )}
        </div>
      )}
    </div>
  );
}

function Walk({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const [id] = useClock(editor, (state) => state.selected);
  const all = inOrder(answer);
  const at = all.findIndex((one) => one.id === id);
  if (all.length === 0) return null;
  const go = (step: 1 | -1) => {
    editor.selectNext(step);
    const [now] = editor.get().selected;
    if (now !== undefined) editor.playMark(now);
  };
  return (
    <div className="row between sd-walk">
      <button type="button" className="btn soft" onClick={() => go(-1)}>
        {t("segment_previous")}
      </button>
      <span className="label t2">{t("of", { n: at + 1, of: all.length })}</span>
      <button type="button" className="btn soft" onClick={() => go(1)}>
        {t("segment_next")}
      </button>
    </div>
  );
}

function Chips({ editor }: Of) {
  const { t, i18n } = useTranslation(["annotate-clock", "annotate"]);
  const speaker = useClock(editor, (state) => state.speaker);
  const choice = useClock(editor, (state) => state.choice);
  const off = useClock(editor, (state) => state.readOnly);
  const speakers = speakersOf(editor.schema);
  const classes = editor.choices.filter((one) => isClockLabel(one.label));
  return (
    <>
      {speakers.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
        <div className="an-chips" role="group" aria-label={t("speakers")}>
          {speakers.map((one) => {
            const tint = speakerTint(speakers, one.id);
            return (
              <button
                key={one.id}
                type="button"
                className="chip"
                style={{ "--c": tint.colour, "--oc": tint.on } as React.CSSProperties}
                aria-pressed={speaker === one.id}
                disabled={off}
                onClick={() => editor.speak(one.id)}
              >
                <span className="swatch" data-dash={tint.dash} />
                {nameOf(one, i18n.language)}
              </button>
            );
          })}
        </div>
      )}
      {classes.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
        <div className="an-chips" role="group" aria-label={t("annotate:labels")}>
          {classes.map((one) => (
            <button
              key={one.index}
              type="button"
              className="chip"
              style={paint(one)}
              aria-pressed={choice === one.index}
              disabled={off}
              onClick={() => editor.pick(one.index)}
            >
              <span className="swatch" data-dash={one.dash} />
              {nameOf(one.class, i18n.language)}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** Within the thumb's reach: where a segment starts and ends, the cut. */
export function SoundPhoneTools({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const begun = useClock(editor, (state) => state.begun !== null);
  const off = useClock(editor, (state) => state.readOnly);
  const has = (kind: string) => editor.schema.labels.some((one) => one.kind === kind);
  return (
    <>
      {!off && has("segment") && (
        <>
          <button
            type="button"
            className="an-t"
            aria-pressed={begun}
            onClick={() => (begun ? editor.finish() : editor.begin())}
          >
            <Icon of={FlagTriangleLeft} size={22} />
            {t(begun ? "short.finish" : "short.begin")}
          </button>
          <button type="button" className="an-t" onClick={() => editor.split()}>
            <Icon of={Scissors} size={22} />
            {t("short.split")}
          </button>
        </>
      )}
      {!off && has("event") && !has("segment") && (
        <button type="button" className="an-t" onClick={() => editor.addEvent()}>
          <Icon of={Flag} size={22} />
          {t("short.event")}
        </button>
      )}
    </>
  );
}
