import { isClockLabel } from "../../clock/doc";
import { ClockList } from "../../clock/parts/list";
import { ClockPanel } from "../../clock/parts/panel";
import type { SeriesEditor } from "../editor";
import { Channels } from "./channels";
import { Epochs } from "./parts-later";

/** Everything that is asked of a time series, with its channels and what is marked. */
export function SeriesPanel({ editor }: { editor: SeriesEditor }) {
  return (
    <>
      {editor.epochs !== null && <Epochs editor={editor} />}
      <ClockPanel editor={editor}>
        {editor.schema.labels.some(isClockLabel) && <ClockList editor={editor} />}
        <Channels editor={editor} />
      </ClockPanel>
    </>
  );
}
