/** What stands around a text at a desk; a phone has the panel in its sheet. */
import type { TextEditor } from "./editor";
import { TextPanel } from "./parts/panel";

export { TextRail } from "./parts/rail";
export { TextStatus } from "./parts/status";
export { TextPanel };

/** The panel as a sheet. */
export function Sheet({ editor }: { editor: TextEditor }) {
  return (
    <div className="panel wk-list">
      <TextPanel editor={editor} />
    </div>
  );
}
