import type { Act, Handlers } from "../core/keymap";
import type { Move } from "./cursor";
import type { TextEditor } from "./editor";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });
const held = (id: string, group: string, ...keys: string[]): Act => ({
  id,
  group,
  keys,
  repeat: true,
});

/** The ways of the cursor: what it passes, and the key; Shift marks. */
const WAYS: readonly (readonly [name: string, by: Move, way: 1 | -1, key: string])[] = [
  ["character.back", "character", -1, "ArrowLeft"],
  ["character.on", "character", 1, "ArrowRight"],
  ["word.back", "word", -1, "Mod+ArrowLeft"],
  ["word.on", "word", 1, "Mod+ArrowRight"],
  ["sentence.back", "sentence", -1, "Alt+ArrowLeft"],
  ["sentence.on", "sentence", 1, "Alt+ArrowRight"],
  ["line.back", "line", -1, "ArrowUp"],
  ["line.on", "line", 1, "ArrowDown"],
  ["paragraph.back", "paragraph", -1, "Home"],
  ["paragraph.on", "paragraph", 1, "End"],
  ["part.back", "part", -1, "Mod+Home"],
  ["part.on", "part", 1, "Mod+End"],
];
/** Held keys stand in the order Mod, Alt, Shift. */
const shifted = (key: string) => key.replace(/([^+]+)$/, "Shift+$1");

/** What keys do beside those that every editor has, before somebody gives them others. The words are
 * `acts.<id>` of the sentences. */
export const TEXT_ACTS: readonly Act[] = [
  ...WAYS.flatMap(([name, , , key]) => [
    held(`text.move.${name}`, "text", key),
    held(`text.mark.${name}`, "text", shifted(key)),
  ]),
  act("text.other_end", "edit", "KeyO"),
  act("text.snap", "edit", "KeyW"),
  act("text.link", "edit", "KeyL"),
  act("text.group", "edit", "KeyP"),
  act("text.copy", "edit", "Mod+KeyC"),
  act("text.question.next", "labels", "KeyQ"),
  act("text.question.previous", "labels", "Shift+KeyQ"),
  held("text.part.next", "labels", "BracketRight"),
  held("text.part.previous", "labels", "BracketLeft"),
  act("text.zero", "labels", "Digit0"),
];

/** What the keys of the cursor do: it moves, and marks. */
export const cursorOf = (editor: TextEditor): Handlers =>
  Object.fromEntries(
    WAYS.flatMap(([name, by, way]) => [
      [`text.move.${name}`, () => editor.move(by, way, false)],
      [`text.mark.${name}`, () => editor.move(by, way, true)],
    ]),
  );

export function handlersOf(editor: TextEditor): Handlers {
  const { get, patch } = editor;
  // A key with nothing to do is still the editor's, where there is something to edit: the browser
  // would go back a page by it, or keep a bookmark.
  const own = (done: boolean): boolean => done || !get().readOnly;
  const spans = editor.choices.length > 0;
  const relations = editor.schema.labels.some((label) => label.kind === "relation");
  return {
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`label.${n + 1}`, () => editor.press(n + 1)]),
    ),
    "text.zero": () => editor.press(0),
    undo: () => own(editor.undo()),
    redo: () => own(editor.redo()),
    "text.question.next": () => editor.takeNext(1),
    "text.question.previous": () => editor.takeNext(-1),
    ...(editor.parts.length > 1 && {
      "text.part.next": () => editor.nextPart(1),
      "text.part.previous": () => editor.nextPart(-1),
    }),
    cancel() {
      if (get().linking !== null) patch({ linking: null });
      else if (get().choice >= 0) patch({ choice: -1 });
      else if (get().selected.length > 0 || get().cursor !== null) editor.setCursor(null);
      else return false;
      return true;
    },
    ...(spans && {
      ...cursorOf(editor),
      delete: () => editor.remove(),
      "select.next": () => editor.selectNext(1),
      "select.previous": () => editor.selectNext(-1),
      "hide.all": () => patch({ shapes: !get().shapes }),
      "text.other_end": () => editor.otherEnd(),
      "text.snap": () => patch({ snap: !get().snap }),
      "text.group": () => editor.group(),
      "text.copy": () => editor.copy(),
      ...(relations && { "text.link": () => editor.link() }),
    }),
  };
}
