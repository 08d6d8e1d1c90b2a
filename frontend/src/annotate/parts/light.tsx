import { SunMedium } from "lucide-react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";

/** Brightness and contrast of the picture, to see better; nothing of the answer. */
export function LightButton({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const light = useEditor(editor, (state) => state.light);
  const changed = light.brightness !== 1 || light.contrast !== 1;
  return (
    <DialogTrigger>
      <Button className="tool" aria-label={t("light")}>
        <Icon of={SunMedium} size={20} />
        {changed && <span className="an-dot" />}
      </Button>
      <Popover className="pop an-light-pop" placement="right bottom" offset={8}>
        <Dialog aria-label={t("light")} className="col g12">
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
                value={Math.round(light[part] * 100)}
                onChange={(event) => editor.setLight({ [part]: Number(event.target.value) / 100 })}
              />
            </label>
          ))}
          <button
            type="button"
            className="btn compact"
            disabled={!changed}
            onClick={() => editor.setLight({ brightness: 1, contrast: 1 })}
          >
            {t("light_reset")}
          </button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
