import { type Act, createKeymap, type Handlers, type Keymap } from "./keymap";

const act = (id: string, group: string, ...keys: string[]): Act => ({ id, group, keys });
const held = (id: string, group: string, ...keys: string[]): Act => ({
  id,
  group,
  keys,
  repeat: true,
});

const ARROWS = { left: "ArrowLeft", right: "ArrowRight", up: "ArrowUp", down: "ArrowDown" };

/** What keys do in the editor, and the keys they have until somebody gives them others; those of the
 * tools come with these. */
export const ACTS: readonly Act[] = [
  act("pan.hold", "tools", "Space"),
  act("finish", "tools", "Enter"),
  act("cancel", "tools", "Escape"),
  act("cursor.toggle", "tools", "Shift+KeyC"),
  act("cursor.hold", "tools", "Shift+Space"),
  ...Array.from({ length: 9 }, (_, n) => act(`label.${n + 1}`, "labels", `Digit${n + 1}`)),
  held("undo", "edit", "KeyZ", "Mod+KeyZ"),
  held("redo", "edit", "Shift+KeyZ", "Mod+Shift+KeyZ", "Mod+KeyY"),
  act("delete", "edit", "Delete", "Backspace"),
  act("duplicate", "edit", "Mod+KeyD"),
  act("add", "edit", "Shift+KeyB"),
  act("select.all", "edit", "Mod+KeyA"),
  held("select.next", "edit", "Period"),
  held("select.previous", "edit", "Comma"),
  act("hide.selected", "edit", "Shift+KeyH"),
  act("hide.all", "edit", "KeyS"),
  act("order.front", "edit", "Shift+BracketRight"),
  act("order.forward", "edit", "BracketRight"),
  act("order.backward", "edit", "BracketLeft"),
  act("order.back", "edit", "Shift+BracketLeft"),
  act("group", "edit", "Mod+KeyG"),
  act("select.group", "edit", "Shift+KeyG"),
  act("attributes", "edit", "Shift+KeyA"),
  held("turn.left", "edit", "Alt+Comma"),
  held("turn.right", "edit", "Alt+Period"),
  held("turn_far.left", "edit", "Alt+Shift+Comma"),
  held("turn_far.right", "edit", "Alt+Shift+Period"),
  ...Object.entries(ARROWS).flatMap(([way, key]) => [
    held(`move.${way}`, "place", key),
    held(`move_far.${way}`, "place", `Shift+${key}`),
    held(`size.${way}`, "place", `Alt+${key}`),
    held(`size_far.${way}`, "place", `Alt+Shift+${key}`),
  ]),
  held("zoom.in", "view", "Equal", "Shift+Equal", "NumpadAdd"),
  held("zoom.out", "view", "Minus", "NumpadSubtract"),
  act("zoom.fit", "view", "Digit0"),
  act("zoom.selected", "view", "KeyF"),
  act("crosshair", "view", "KeyC"),
  act("keys", "view", "Shift+Slash"),
];

function memory(): Storage | undefined {
  try {
    return typeof localStorage === "undefined" ? undefined : localStorage;
  } catch {
    return undefined; // Storage may be closed to us.
  }
}

/** The app's keys: one map for all pages, so that a changed key holds everywhere. */
export const keymap: Keymap = createKeymap(ACTS, memory());

let listening = 0;

function listen(): () => void {
  if (typeof window === "undefined") return () => {};
  const down = (event: KeyboardEvent) => keymap.press(event) && event.preventDefault();
  const up = (event: KeyboardEvent) => keymap.release(event);
  window.addEventListener("keydown", down);
  window.addEventListener("keyup", up);
  window.addEventListener("blur", keymap.releaseAll);
  return () => {
    window.removeEventListener("keydown", down);
    window.removeEventListener("keyup", up);
    window.removeEventListener("blur", keymap.releaseAll);
    keymap.releaseAll();
  };
}

let stop = () => {};

/** Does acts by keys of the window until the returned function is called. */
export function bindKeys(handlers: Handlers, acts: readonly Act[] = []): () => void {
  const forget = keymap.add(acts);
  const off = keymap.on(handlers);
  if (listening === 0) stop = listen();
  listening += 1;
  return () => {
    off();
    forget();
    listening -= 1;
    if (listening === 0) stop();
  };
}
