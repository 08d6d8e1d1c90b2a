import type { RefObject } from "react";
import { Dialog, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";

type Props = {
  editor: Editor;
  /** The button beside which it opens. */
  at: RefObject<HTMLElement | null>;
  open: boolean;
  onOpen: (open: boolean) => void;
};

/** The two sliders of the picture's light. */
export function LightPop({ editor, at, open, onOpen }: Props) {
  const { t } = useTranslation("annotate");
  const light = useEditor(editor, (state) => state.light);
  const changed = light.brightness !== 1 || light.contrast !== 1;
  return (
    <Popover
      className="pop an-light-pop"
      placement="right bottom"
      offset={8}
      triggerRef={at}
      isOpen={open}
      onOpenChange={onOpen}
    >
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
  );
}
