import { useTranslation } from "react-i18next";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";

/** Brightness and contrast of the picture, on a sheet. */
export function LightFields({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const light = useEditor(editor, (state) => state.light);
  return (
    <section className="col g12" aria-label={t("light")}>
      {(["brightness", "contrast"] as const).map((part) => (
        <label key={part} className="col g4 label">
          <span className="row between">
            {t(part)} <span className="t3">{Math.round(light[part] * 100)}</span>
          </span>
          <input
            type="range"
            min={20}
            max={300}
            step={5}
            className="wk-range"
            value={Math.round(light[part] * 100)}
            onChange={(event) => editor.setLight({ [part]: Number(event.target.value) / 100 })}
          />
        </label>
      ))}
    </section>
  );
}
