/** What stands around a document at a desk; a phone has the panel in its sheet. */
import { MoveHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LightButton } from "../parts/light";
import { LightFields } from "../parts/parts-later";
import { StatusBar } from "../parts/status-bar";
import { ToolButton } from "../parts/tool-button";
import { Tools } from "../parts/tools";
import type { DocumentEditor } from "./editor";
import { Parts } from "./parts/panel";
import { useBoard } from "./use";

export { Panel } from "./parts/panel";

type Of = { editor: DocumentEditor; children?: ReactNode };

export function Rail({ editor, children }: Of) {
  const { t } = useTranslation("annotate");
  return (
    <Tools editor={useBoard(editor)}>
      {children}
      <ToolButton
        act="zoom.width"
        icon={MoveHorizontal}
        word={t("acts.zoom.width")}
        onPress={editor.fitWidth}
      />
    </Tools>
  );
}

export const Status = ({ editor, children }: Of) => (
  <StatusBar editor={useBoard(editor)}>{children}</StatusBar>
);

export const Light = ({ editor }: Of) => <LightButton editor={useBoard(editor)} />;

/** The panel as a sheet, with how light the pages are. */
export function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Parts editor={editor} />
      <LightFields editor={useBoard(editor)} />
    </div>
  );
}
