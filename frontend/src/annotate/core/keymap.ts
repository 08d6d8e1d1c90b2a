import { createStore, type Store } from "./store";

/** A key by where it lies, with what is held: "KeyB", "Mod+Shift+KeyZ". Mod is Ctrl or ⌘. */
export type Chord = string;

/** Something that keys can do. */
export type Act = {
  /** Unique in the whole app: changed keys are stored under it. */
  id: string;
  /** Acts of one group stand together on the sheet. */
  group: string;
  keys: readonly Chord[];
  /** What it is called, where that is not `acts.<id>` of the `annotate` sentences. */
  word?: string;
  /** Does it go on while the key is held down? (Nudging does; deleting does not.) */
  repeat?: boolean;
};

/** What an act does; `false` says that there was nothing to do, and the key is nobody's. */
export type Handler = () => unknown;
export type Handlers = Readonly<Record<string, Handler | { down: Handler; up: () => void }>>;

/** The part of a KeyboardEvent that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  "code" | "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing"
> & { target?: EventTarget | null; defaultPrevented?: boolean };

type Memory = Pick<Storage, "getItem" | "setItem">;
const NAME = "dure.keys";

// Where a keyboard names no code (some on-screen ones), the letter tells; 두벌식 lies on QWERTY.
const JAMO = "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ";
const SHIFTED: Record<string, string> = {
  ㅃ: "Q",
  ㅉ: "W",
  ㄸ: "E",
  ㄲ: "R",
  ㅆ: "T",
  ㅒ: "O",
  ㅖ: "P",
};

function codeOf(press: Pick<KeyPress, "code" | "key">): string {
  const { code, key } = press;
  if (/^Numpad(\d|Decimal)$/.test(code)) {
    // With its numbers switched off, the block has arrows and Delete.
    if (/^(Arrow|Home|End|Page|Insert|Delete|Clear)/.test(key)) return key;
    if (code !== "NumpadDecimal") return `Digit${code.slice(6)}`;
  }
  if (code === "NumpadEnter") return "Enter";
  if (code !== "" && code !== "Unidentified") return code;
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  const jamo = key === "" ? -1 : JAMO.indexOf(key);
  if (jamo >= 0) return `Key${String.fromCharCode(65 + jamo)}`;
  return SHIFTED[key] === undefined ? key : `Key${SHIFTED[key]}`;
}

const MODIFIER = /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$|^(CapsLock|Lang\d|HangulMode|Hanja)/;

/** The chord that is pressed; null while only Shift, Ctrl or the like is. */
export function chordOf(press: KeyPress): Chord | null {
  const code = codeOf(press);
  if (code === "" || code === "Process" || MODIFIER.test(code)) return null;
  const held = [
    (press.ctrlKey || press.metaKey) && "Mod",
    press.altKey && "Alt",
    press.shiftKey && "Shift",
  ].filter(Boolean);
  return [...held, code].join("+");
}

const TYPED = new Set(["button", "checkbox", "radio", "range", "color", "file", "submit", "reset"]);

/** Does a key at this place belong to the page's own acts, or to what has the focus? */
export function isTaken(press: KeyPress): boolean {
  if (press.isComposing || press.defaultPrevented === true) return true;
  const at = press.target as Partial<HTMLElement> | null | undefined;
  if (at === null || at === undefined || typeof at.closest !== "function") return false;
  if (at.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]') !== null)
    return true;
  const tag = at.tagName;
  if (tag === "TEXTAREA" || tag === "SELECT" || at.isContentEditable === true) return true;
  const code = codeOf(press);
  if (tag === "INPUT") {
    const type = (at as Partial<HTMLInputElement>).type ?? "text";
    if (!TYPED.has(type)) return true;
    if (code === "Space" || code === "Enter" || code.startsWith("Arrow")) return true;
  }
  // What has the focus is pressed by Space and Enter, whatever else those keys mean here.
  return (
    (code === "Space" || code === "Enter") &&
    at.closest('button,a[href],summary,[role="button"],[role="row"]') !== null
  );
}

export type Keymap = Store<number> & {
  /** Every act that can be done now, with the keys that do it. */
  acts: () => readonly Act[];
  keysOf: (id: string) => readonly Chord[];
  /** The act, other than `except`, that this key does. */
  taken: (chord: Chord, except: string) => Act | undefined;
  /** The act that does something here with a key of this one, since one of them was changed where the
   * other was not known. */
  clash: (id: string) => Act | undefined;
  /** Gives an act another key; null when it may have it, else the act that has it already. */
  remap: (id: string, chord: Chord) => Act | null;
  /** Back to the keys that all acts had in the beginning. */
  reset: () => void;
  isChanged: () => boolean;
  /** Is there somebody now who does this? */
  isDone: (id: string) => boolean;
  /** Makes acts known until the returned function is called. */
  add: (acts: readonly Act[]) => () => void;
  /** Does acts from now on, before whoever did them so far, until the returned function. */
  on: (handlers: Handlers) => () => void;
  /** A key went down: true when it did something. */
  press: (press: KeyPress) => boolean;
  /** A key went up. */
  release: (press: Pick<KeyPress, "code" | "key">) => void;
  /** Whatever is held is let go: the window has lost the focus. */
  releaseAll: () => void;
};

/** Acts and their keys; what a person changes is kept in `memory`. */
export function createKeymap(own: readonly Act[], memory?: Memory): Keymap {
  const version = createStore(0);
  const changed = read(memory);
  let known: readonly (readonly Act[])[] = [own];
  let handling: readonly Handlers[] = [];
  const held = new Map<string, () => void>();
  let listed: readonly Act[] | null = null;
  const tell = () => {
    listed = null;
    version.set(version.get() + 1);
  };

  const acts = (): readonly Act[] => {
    if (listed !== null) return listed;
    const found = new Map<string, Act>();
    for (const act of known.flat())
      found.set(act.id, { ...act, keys: changed[act.id] ?? act.keys });
    listed = [...found.values()];
    return listed;
  };
  const store = () => {
    try {
      memory?.setItem(NAME, JSON.stringify(changed));
    } catch {
      // Then it holds until the page is left.
    }
    tell();
  };
  const taken = (chord: Chord, except: string) =>
    acts().find((act) => act.id !== except && act.keys.includes(chord));

  const isDone = (id: string) => handling.some((handlers) => handlers[id] !== undefined);

  return {
    ...version,
    acts,
    keysOf: (id) => acts().find((act) => act.id === id)?.keys ?? [],
    taken,
    clash(id) {
      const own = acts().find((act) => act.id === id);
      if (own === undefined || !isDone(id)) return undefined;
      return acts().find(
        (act) =>
          act.id !== id &&
          (changed[act.id] !== undefined || changed[id] !== undefined) &&
          act.keys.some((key) => own.keys.includes(key)) &&
          isDone(act.id),
      );
    },
    remap(id, chord) {
      const other = taken(chord, id);
      if (other !== undefined) return other;
      changed[id] = [chord];
      store();
      return null;
    },
    reset() {
      for (const id of Object.keys(changed)) delete changed[id];
      store();
    },
    isChanged: () => Object.keys(changed).length > 0,
    isDone,
    add(more) {
      known = [...known, more];
      tell();
      return () => {
        known = known.filter((one) => one !== more);
        tell();
      };
    },
    on(handlers) {
      handling = [handlers, ...handling];
      return () => {
        handling = handling.filter((one) => one !== handlers);
      };
    },
    press(press) {
      const chord = chordOf(press);
      if (chord === null || isTaken(press)) return false;
      const code = codeOf(press);
      if (held.has(code)) return true;
      // What a page adds comes before what the editor has.
      const meant = acts()
        .filter((act) => act.keys.includes(chord))
        .reverse();
      for (const handlers of handling)
        for (const act of meant) {
          const handler = handlers[act.id];
          if (handler === undefined) continue;
          // A key that is held down is swallowed, else it would do what the browser does with it.
          if (press.repeat && act.repeat !== true) return true;
          if (typeof handler === "function") {
            if (handler() !== false) return true;
          } else if (handler.down() !== false) {
            held.set(code, handler.up);
            return true;
          }
        }
      return false;
    },
    release(press) {
      const code = codeOf(press);
      held.get(code)?.();
      held.delete(code);
    },
    releaseAll() {
      for (const up of held.values()) up();
      held.clear();
    },
  };
}

function read(memory: Memory | undefined): Record<string, readonly Chord[]> {
  try {
    const stored: unknown = JSON.parse(memory?.getItem(NAME) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(
        ([, keys]) => Array.isArray(keys) && keys.every((key) => typeof key === "string"),
      ),
    ) as Record<string, readonly Chord[]>;
  } catch {
    return {};
  }
}

const MAC = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent);
const CAPS: Record<string, string> = {
  Equal: "+",
  NumpadAdd: "+",
  Minus: "−",
  NumpadSubtract: "−",
  BracketLeft: "[",
  BracketRight: "]",
  Comma: ",",
  Period: ".",
  Slash: "/",
  "Shift+Slash": "?",
  "Shift+Equal": "+",
  Backslash: "\\",
  Semicolon: ";",
  Quote: "'",
  Backquote: "`",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
  Backspace: "⌫",
};

/** What is printed on the caps of a chord: "B", "Ctrl Z". */
export function capsOf(chord: Chord, mac = MAC): readonly string[] {
  if (CAPS[chord] !== undefined) return [CAPS[chord]];
  return chord.split("+").map((part) => {
    if (part === "Mod") return mac ? "⌘" : "Ctrl";
    if (part === "Alt") return mac ? "⌥" : "Alt";
    return CAPS[part] ?? part.replace(/^(Key|Digit)/, "");
  });
}

/** A chord as `aria-keyshortcuts` wants it. */
export const ariaOf = (chord: Chord): string =>
  capsOf(chord, false).join("+").replace("Ctrl", "Control");
