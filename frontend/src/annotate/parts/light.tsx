import { SunMedium } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";

// What floats brings much of React Aria along: it comes with the first touch of the button.
const load = () => import("./light-pop");
const LightPop = lazy(() => load().then((part) => ({ default: part.LightPop })));

/** Brightness and contrast of the picture, to see better; nothing of the answer. */
export function LightButton({ editor }: { editor: Editor }) {
  const { t } = useTranslation("annotate");
  const at = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const light = useEditor(editor, (state) => state.light);
  const changed = light.brightness !== 1 || light.contrast !== 1;
  return (
    <>
      <button
        ref={at}
        type="button"
        className="tool"
        aria-label={t("light")}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          setAsked(true);
          setOpen(!open);
        }}
      >
        <Icon of={SunMedium} size={20} />
        {changed && <span className="an-dot" />}
      </button>
      {asked && (
        <Suspense>
          <LightPop editor={editor} at={at} open={open} onOpen={setOpen} />
        </Suspense>
      )}
    </>
  );
}
