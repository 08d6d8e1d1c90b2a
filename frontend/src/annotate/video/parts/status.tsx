import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StatusBar } from "../../parts/parts-later";
import type { VideoEditor } from "../editor";
import { useVideo } from "../use";

/** How near, how large, where the pointer is, how much is tracked. */
export function Status({ editor, children }: { editor: VideoEditor; children?: ReactNode }) {
  const { t } = useTranslation("annotate-video");
  const count = useVideo(editor, () => editor.tracks().length);
  return (
    <StatusBar editor={editor.frame}>
      <span>{t("status", { tracks: count, frames: editor.film.length })}</span>
      {children}
    </StatusBar>
  );
}
