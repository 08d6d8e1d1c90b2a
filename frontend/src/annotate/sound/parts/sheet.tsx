import { ClockList } from "../../clock/parts/list";
import type { SoundEditor } from "../editor";
import { SoundPanel } from "./side";

/** All of it, as a sheet of a phone. */
export function SoundSheet({ editor }: { editor: SoundEditor }) {
  return (
    <div className="panel wk-list">
      <ClockList editor={editor} />
      <SoundPanel editor={editor} />
    </div>
  );
}
