/** What stands around a picture at a desk; a phone has the panel in its sheet. */
import { Coordinates } from "../a11y/coordinates";
import { ObjectList } from "../a11y/object-list";
import { isShapeLabel } from "../core/doc";
import { asksAttributes } from "../core/kinds";
import { Labels } from "../parts/labels";
import { Attributes, LightFields } from "../parts/parts-later";
import type { Editor } from "./acts";

export { LightButton } from "../parts/light";
export { StatusBar } from "../parts/status-bar";
export { Tools } from "../parts/tools";

type Of = { editor: Editor };

function Parts({ editor }: Of) {
  return (
    <>
      <Labels editor={editor} />
      {editor.schema.labels.some(isShapeLabel) && (
        <>
          <ObjectList editor={editor} />
          {asksAttributes(editor.schema) && <Attributes editor={editor} />}
          <Coordinates editor={editor} />
        </>
      )}
    </>
  );
}

/** Everything that is asked, with the list of what is drawn. */
export function Panel({ editor }: Of) {
  return (
    <div className="an-panel">
      <Parts editor={editor} />
    </div>
  );
}

/** The same on a phone, with how light the picture is. */
export function Sheet({ editor }: Of) {
  return (
    <div className="panel wk-list">
      <Parts editor={editor} />
      <LightFields editor={editor} />
    </div>
  );
}
