import { describe, expect, it, vi } from "vitest";
import { ariaOf, capsOf, chordOf, createKeymap, type KeyPress } from "~/annotate/core/keymap";
import { press } from "./keys";
import { KEYS } from "./kit";

const within = (tagName: string, more: object = {}, inside = ""): EventTarget =>
  ({
    tagName,
    closest: (selector: string) => (inside !== "" && selector.includes(inside) ? {} : null),
    ...more,
  }) as unknown as EventTarget;

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

describe("keymap", () => {
  it("goes by where a key lies: B is ㅠ on the Hangul layout", () => {
    const keymap = createKeymap(KEYS);
    const draw = vi.fn();
    keymap.on({ "tool.box": draw });
    expect(keymap.press(press("KeyB", "ㅠ"))).toBe(true);
    expect(keymap.press(press("KeyB", "B"))).toBe(true);
    expect(keymap.press(press("KeyB", "Process"))).toBe(true);
    expect(draw).toHaveBeenCalledTimes(3);
  });

  it("reads the letter where a keyboard names no place", () => {
    expect(chordOf(press("", "ㅠ"))).toBe("KeyB");
    expect(chordOf(press("", "ㅁ"))).toBe("KeyA");
    expect(chordOf(press("", "ㅋ"))).toBe("KeyZ");
    expect(chordOf(press("", "ㅃ", { shiftKey: true }))).toBe("Shift+KeyQ");
    expect(chordOf(press("Unidentified", "v"))).toBe("KeyV");
    expect(chordOf(press("Numpad3", "3"))).toBe("Digit3");
    expect(chordOf(press("ShiftLeft", "Shift", { shiftKey: true }))).toBeNull();
    expect(chordOf(press("Lang1", "HangulMode"))).toBeNull();
  });

  it("leaves keys to whoever writes", () => {
    const keymap = createKeymap(KEYS);
    const draw = vi.fn();
    keymap.on({ "tool.box": draw, cancel: draw, finish: draw });
    const b = (target: EventTarget, more: Partial<KeyPress> = {}) =>
      keymap.press(press("KeyB", "ㅠ", { target, ...more }));
    expect(b(within("INPUT", { type: "text" }))).toBe(false);
    expect(b(within("TEXTAREA"))).toBe(false);
    expect(b(within("SELECT"))).toBe(false);
    expect(b(within("DIV", { isContentEditable: true }))).toBe(false);
    expect(b(within("BUTTON", {}, "dialog"))).toBe(false);
    expect(b(within("DIV"), { isComposing: true })).toBe(false);
    expect(b(within("DIV"), { defaultPrevented: true })).toBe(false);
    expect(b(within("INPUT", { type: "checkbox" }))).toBe(true);
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it("leaves Space and Enter to a button that has the focus", () => {
    const keymap = createKeymap(KEYS);
    const hold = vi.fn();
    keymap.on({ "pan.hold": { down: hold, up: hold } });
    expect(keymap.press(press("Space", " ", { target: within("BUTTON", {}, "button") }))).toBe(
      false,
    );
    expect(keymap.press(press("Space", " ", { target: within("DIV") }))).toBe(true);
    keymap.release(press("Space", " "));
    expect(hold).toHaveBeenCalledTimes(2);
  });

  it("repeats what goes on while held, and nothing else", () => {
    const keymap = createKeymap(KEYS);
    const move = vi.fn();
    const remove = vi.fn();
    keymap.on({ "move.left": move, delete: remove });
    const again = { repeat: true };
    keymap.press(press("ArrowLeft", "ArrowLeft"));
    keymap.press(press("ArrowLeft", "ArrowLeft", again));
    keymap.press(press("Delete", "Delete"));
    expect(keymap.press(press("Delete", "Delete", again))).toBe(true);
    expect(move).toHaveBeenCalledTimes(2);
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it("asks the latest first, and the one before where that has nothing to do", () => {
    const keymap = createKeymap(KEYS);
    const first = vi.fn();
    keymap.on({ undo: first });
    const off = keymap.on({ undo: () => false });
    expect(keymap.press(press("KeyZ", "ㅋ"))).toBe(true);
    expect(first).toHaveBeenCalledTimes(1);
    off();
    keymap.on({ undo: () => true });
    keymap.press(press("KeyZ", "ㅋ"));
    expect(first).toHaveBeenCalledTimes(1);
  });

  it("tells Ctrl+Z from Z, and takes ⌘ for Ctrl", () => {
    const keymap = createKeymap([{ id: "x", group: "g", keys: ["Mod+KeyZ"] }]);
    const done = vi.fn();
    keymap.on({ x: done });
    expect(keymap.press(press("KeyZ", "z"))).toBe(false);
    expect(keymap.press(press("KeyZ", "ㅋ", { ctrlKey: true }))).toBe(true);
    expect(keymap.press(press("KeyZ", "z", { metaKey: true }))).toBe(true);
    expect(done).toHaveBeenCalledTimes(2);
  });

  it("keeps changed keys, and refuses one that is taken", () => {
    const kept = memory();
    const keymap = createKeymap(KEYS, kept);
    expect(keymap.remap("tool.box", "KeyV")?.id).toBe("tool.select");
    expect(keymap.keysOf("tool.box")).toEqual(["KeyB"]);
    expect(keymap.remap("tool.box", "KeyR")).toBeNull();
    const later = createKeymap(KEYS, kept);
    expect(later.keysOf("tool.box")).toEqual(["KeyR"]);
    expect(later.isChanged()).toBe(true);
    later.reset();
    expect(createKeymap(KEYS, kept).keysOf("tool.box")).toEqual(["KeyB"]);
  });

  it("does without a memory that cannot be read", () => {
    const broken = { getItem: () => "{no", setItem: () => {} };
    expect(createKeymap(KEYS, broken).keysOf("undo")[0]).toBe("KeyZ");
    const odd = { getItem: () => '{"undo": 3, "redo": ["KeyU"]}', setItem: () => {} };
    expect(createKeymap(KEYS, odd).keysOf("undo")[0]).toBe("KeyZ");
    expect(createKeymap(KEYS, odd).keysOf("redo")).toEqual(["KeyU"]);
  });

  it("has no key for two acts", () => {
    const keys = KEYS.flatMap((act) => act.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("names keys as they are printed", () => {
    expect(capsOf("KeyB", false)).toEqual(["B"]);
    expect(capsOf("Mod+Shift+KeyZ", false)).toEqual(["Ctrl", "Shift", "Z"]);
    expect(capsOf("Mod+KeyZ", true)).toEqual(["⌘", "Z"]);
    expect(capsOf("Shift+Slash", false)).toEqual(["?"]);
    expect(ariaOf("Mod+KeyZ")).toBe("Control+Z");
  });
});
