import type { Editor } from "../image/acts";
import type { EditorState } from "../image/editor";
import { useEditor, useStore } from "../use";
import type { DocumentEditor, DocumentState } from "./editor";

/** A part of what the editor of a document holds; `pick` gives the same value for the same state. */
export const useDocument = <T>(editor: DocumentEditor, pick: (state: DocumentState) => T): T =>
  useStore(editor, pick);

/** The editor of the page that is worked on. */
export const useBoard = (editor: DocumentEditor): Editor =>
  useDocument(editor, (state) => state.board);

/** A part of the state of the page that is worked on. */
export function usePage<T>(editor: DocumentEditor, pick: (state: EditorState) => T): T {
  return useEditor(useBoard(editor), pick);
}
