import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Editor } from "../image/acts";
import { useStore } from "../use";

/** How near, how large, and where the pointer is; `children` stand at the right. */
export function StatusBar({ editor, children }: { editor: Editor; children?: ReactNode }) {
  const { t } = useTranslation("annotate");
  const percent = useStore(editor.view, (view) => Math.round(view.scale * 100));
  const { width, height } = editor.picture;
  const place = useRef<HTMLSpanElement>(null);
  // The pointer moves far more often than React should render.
  useEffect(() => {
    const tell = () => {
      const at = editor.pointer.get();
      if (place.current !== null)
        place.current.textContent =
          at === null ? "" : t("at", { x: Math.round(at[0]), y: Math.round(at[1]) });
    };
    tell();
    return editor.pointer.subscribe(tell);
  }, [editor, t]);
  return (
    <div className="stbar">
      <span>{t("zoom", { percent })}</span>
      <span>{t("size", { width, height })}</span>
      <span ref={place} aria-hidden="true" />
      <span className="grow" />
      {children}
    </div>
  );
}
