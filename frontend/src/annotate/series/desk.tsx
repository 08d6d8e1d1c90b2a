/** What stands around a time series at a desk; a phone has the panel in its sheet. */
import type { SeriesEditor } from "./editor";
import { SeriesPanel } from "./parts/panel";

export { SeriesRail } from "./parts/rail";
export { SeriesStatus } from "./parts/status";

export function Panel({ editor }: { editor: SeriesEditor }) {
  return (
    <div className="an-panel">
      <SeriesPanel editor={editor} />
    </div>
  );
}

/** The panel as a sheet. */
export function Sheet({ editor }: { editor: SeriesEditor }) {
  return (
    <div className="panel wk-list">
      <SeriesPanel editor={editor} />
    </div>
  );
}
