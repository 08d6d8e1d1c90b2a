import { useTranslation } from "react-i18next";
import { useClock } from "../../clock/use";
import { nameOf } from "../../core/choices";
import type { SoundEditor } from "../editor";
import { MARK_KEYS } from "../keys";
import { specialsIn } from "../written";

/** The special marks, put in where it is written. */
export function Specials({ editor }: { editor: SoundEditor }) {
  const { t, i18n } = useTranslation("annotate-clock");
  const off = useClock(editor, (state) => state.readOnly);
  const marks = specialsIn(editor.schema);
  if (marks.length === 0 || off) return null;
  return (
    <section aria-label={t("specials")}>
      <h3 className="an-head">{t("specials")}</h3>
      <div className="sd-marks">
        {marks.map((one, at) => (
          <button
            key={one.id}
            type="button"
            className="sd-mark"
            title={one.text}
            // The caret stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => editor.putIn(one.text)}
          >
            {at < MARK_KEYS && <kbd className="kbd desk-only">{at + 1}</kbd>}
            <span className="clip">{nameOf(one, i18n.language)}</span>
          </button>
        ))}
      </div>
      <p className="t3 label desk-only">{t("specials_hint")}</p>
    </section>
  );
}
