import { Flag, PanelLeftClose, PanelRightClose, Trash2, ZoomIn } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { isClockLabel, markOf } from "../../clock/doc";
import { useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import type { WholeLabel as Asked, Label, RatingLabel, WritingLabel } from "../../core/doc";
import type { Editor } from "../../image/acts";
import { Question, WholeLabel } from "../../parts/asked-later";
import { Steps } from "../../parts/steps";
import { paint } from "../../parts/swatch";
import type { SeriesEditor } from "../editor";
import { makesSegments } from "../lanes";
import { Epochs } from "./parts-later";

type Of = { editor: SeriesEditor };
const isQuestion = (label: Label): label is Asked | RatingLabel | WritingLabel =>
  label.kind === "class" || label.kind === "rating" || label.kind === "writing";

/** On a phone, above the thumb: the classes, and the way on to what is asked of the whole. */
export function SeriesDock({ editor }: Of) {
  const { t, i18n } = useTranslation("annotate");
  const [place, setPlace] = useState({ editor, at: 0 });
  const marked = editor.choices.some((one) => isClockLabel(one.label));
  const asked = editor.schema.labels.filter(isQuestion);
  const steps = marked ? [null, ...asked] : asked;
  // Another piece begins with the first again.
  const at = place.editor === editor ? place.at : 0;
  const label = steps[at] ?? null;
  return (
    <div className="an-dock">
      {editor.epochs !== null && label === null && <Epochs editor={editor} />}
      {steps.length > 1 && (
        <Steps at={at} of={steps.length} onGo={(to) => setPlace({ editor, at: to })}>
          {label === null ? t("labels") : nameOf(label, i18n.language)}
        </Steps>
      )}
      {label === null ? (
        <Chips editor={editor} />
      ) : (
        <div className="an-dock-ask">
          {label.kind === "class" ? (
            <WholeLabel key={label.name} editor={editor as unknown as Editor} label={label} />
          ) : (
            <Question key={label.name} editor={editor as unknown as Editor} label={label} />
          )}
        </div>
      )}
    </div>
  );
}

function Chips({ editor }: Of) {
  const { t, i18n } = useTranslation(["annotate", "annotate-clock"]);
  const now = useClock(editor, (state) => state.choice);
  const selected = useClock(editor, (state) => state.selected);
  const given = editor.choices.filter((one) => isClockLabel(one.label));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row everywhere
    <div className="an-chips" role="group" aria-label={t("labels")}>
      {selected.length > 0 && (
        <button type="button" className="chip" onClick={() => editor.remove()}>
          <Icon of={Trash2} size={16} />
          {t("delete")}
        </button>
      )}
      {given.map((one) => (
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
        </button>
      ))}
    </div>
  );
}

/** On a phone, where a finger moves the window: what is made at the playhead, beside which the page puts its own. */
export function SeriesPhoneTools({ editor }: Of) {
  const { t } = useTranslation("annotate-clock");
  const begun = useClock(editor, (state) => state.begun);
  const selected = useClock(editor, (state) => state.selected[0]);
  const kinds = new Set<string>(editor.schema.labels.map((one) => one.kind));
  const near = markOf(editor.get().answer, selected) !== undefined;
  return (
    <>
      {makesSegments(editor) && (
        <button
          type="button"
          className="an-t"
          aria-pressed={begun !== null}
          onClick={() => (begun === null ? editor.begin() : editor.finish())}
        >
          <Icon of={begun === null ? PanelLeftClose : PanelRightClose} size={22} />
          {t(begun === null ? "short.begin" : "short.finish")}
        </button>
      )}
      {kinds.has("event") && (
        <button type="button" className="an-t" onClick={() => editor.addEvent()}>
          <Icon of={Flag} size={22} />
          {t("short.event")}
        </button>
      )}
      {near && (
        <button type="button" className="an-t" onClick={() => editor.zoomTo(selected!)}>
          <Icon of={ZoomIn} size={22} />
          {t("series.near")}
        </button>
      )}
    </>
  );
}
