/**
 * The annotation core and the picture editor.
 *
 *     const editor = useMemo(() => createEditor(schema, picture, draft ?? null), [lease.id]);
 *     useEffect(() => editor.onChange(save), [editor]);
 *     useKeys({ submit }, [{ id: "submit", group: "page", keys: ["KeyN"], word: t("submit") }]);
 *     <Canvas editor={editor} /> <Tools editor={editor} /> <Labels editor={editor} />
 */

export { Coordinates } from "./a11y/coordinates";
export { ObjectList } from "./a11y/object-list";
export { bindKeys, keymap } from "./core/acts";
export { type Choice, nameOf } from "./core/choices";
export { type Change, type Difference, difference, isDifferent } from "./core/diff";
export {
  type Annotation,
  type Answer,
  type Box,
  EMPTY,
  type Id,
  isMark,
  isShapeLabel,
  type Label,
  type LabelClass,
  type Mark,
  type PictureSchema,
  type Point,
  type Polygon,
  type Rect,
  readAnswer,
  readSchema,
  type Schema,
  type Size,
  type Whole,
} from "./core/doc";
export { type Act, type Chord, capsOf, type Handlers } from "./core/keymap";
export { shapeOf } from "./core/shapes";
export { type Fault, faultsOf } from "./core/validity";
export { type Acts, createEditor, type Editor } from "./image/acts";
export { forgetPictures, prefetchPicture } from "./image/bitmaps";
export type { EditorOptions, EditorState, Light, PictureSource } from "./image/editor";
export { makeReady } from "./image/ready";
export type { ToolId } from "./image/tools";
export { ActKey } from "./parts/act-key";
export { Attributes } from "./parts/attributes";
export { Canvas, type CanvasProps } from "./parts/canvas";
export { DiffList } from "./parts/diff-list";
export { Faults, useFaultSentence } from "./parts/faults";
export { KeySheet } from "./parts/key-sheet-later";
export { Labels } from "./parts/labels";
export { PhoneTools, PictureDock } from "./parts/phone";
export { Picture, type PictureProps } from "./parts/picture";
export { type Pin, Spot } from "./parts/pins";
export { StatusBar } from "./parts/status-bar";
export { Tools } from "./parts/tools";
export { useEditor, useKeyOf, useKeys, useStore } from "./use";
