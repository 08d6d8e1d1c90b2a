import { isClockLabel } from "../../clock/doc";
import { ClockList } from "../../clock/parts/list";
import { asksAttributes } from "../../core/kinds";
import { Attributes, Coordinates, Labels, LightFields, Relations } from "../../parts/parts-later";
import type { VideoEditor } from "../editor";
import { isTrack } from "../tracks";
import { useVideo } from "../use";
import { TrackList } from "./list";

type Of = { editor: VideoEditor };

/** What is marked: tracks with what can be said of them, segments and events, what joins them. */
export function Marks({ editor }: Of) {
  const labels: readonly { kind: string }[] = editor.schema.labels;
  const tracked = labels.some((one) => editor.frame.tools.includes(one.kind as never));
  const first = useVideo(editor, ({ selected }) => selected[0]);
  const isOne = first !== undefined && editor.trackOf(first) !== undefined;
  return (
    <>
      {(editor.tracks().length > 0 || labels.some((one) => isTrack(one)) || tracked) && (
        <>
          <TrackList editor={editor} />
          {isOne && asksAttributes(editor.schema) && <Attributes editor={editor.frame} />}
          {isOne && <Coordinates editor={editor.frame} />}
        </>
      )}
      {labels.some(isClockLabel) && <ClockList editor={editor.clock} />}
      {labels.some((one) => one.kind === "relation") && <Relations editor={editor.frame} />}
    </>
  );
}

export function Panel({ editor }: Of) {
  return (
    <div className="an-panel">
      <Labels editor={editor.frame} />
      <Marks editor={editor} />
    </div>
  );
}

export function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Labels editor={editor.frame} />
      <Marks editor={editor} />
      <LightFields editor={editor.frame} />
    </div>
  );
}
