import type { DocumentSchema } from "../core/doc";
import type { Act, Handlers } from "../core/keymap";
import type { Editor } from "../image/acts";
import type { DocumentEditor } from "./editor";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });

const PAGE_ACTS: readonly Act[] = [
  { ...act("page.next", "view", "PageDown"), repeat: true },
  { ...act("page.previous", "view", "PageUp"), repeat: true },
  act("page.first", "view", "Home"),
  act("page.last", "view", "End"),
  act("zoom.width", "view", "KeyW"),
];
const CELL_ACTS: readonly Act[] = [act("cells.edit", "edit", "F2")];

/** What keys do on documents beside those that pictures have. */
export const documentActs = (schema: DocumentSchema): readonly Act[] => [
  ...PAGE_ACTS,
  ...(schema.labels.some(({ kind }) => kind === "table" || kind === "page_box") ? CELL_ACTS : []),
];

const ARROWS = ["left", "right", "up", "down"];

/** What they do on a page's board. */
export function documentHandlers(board: Editor, its: () => DocumentEditor): Handlers {
  /** With the tool for text in hand arrows go along the text. */
  const byText = (id: string) => () => {
    if (!board.get().readOnly && board.get().tool === "page_span")
      if (board.tool().act?.(board.hands, id) === true) return true;
    return (board.handlers[id] as () => unknown)();
  };
  const go = (page: () => number) => () => its().goTo(page());
  return {
    undo: () => its().undo() || !board.get().readOnly,
    redo: () => its().redo() || !board.get().readOnly,
    "page.next": go(() => its().get().page + 1),
    "page.previous": go(() => its().get().page - 1),
    "page.first": go(() => 0),
    "page.last": go(() => its().facts.length - 1),
    "zoom.width": () => its().fitWidth(),
    "cells.edit"() {
      // What stands in the box or the table that is selected, to be written: the panel has it.
      const field = document.querySelector<HTMLElement>("[data-writes]");
      field?.focus();
      return field !== null;
    },
    ...Object.fromEntries(
      ARROWS.flatMap((way) => [`move.${way}`, `move_far.${way}`]).map((id) => [id, byText(id)]),
    ),
  };
}
