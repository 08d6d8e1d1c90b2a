import {
  Check,
  CheckCheck,
  ChevronLeft,
  ChevronRight,
  type LucideIcon,
  Sparkles,
  Trash2,
  X,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/ui/icons";
import { type Act, ariaOf, capsOf } from "../core/keymap";
import type { SuggestedLooks } from "../kit";
import { ActKey } from "../parts/act-key";
import { useKeyOf, useKeys, useStore } from "../use";
import { Beside } from "./beside";
import { KEYS, type What } from "./keys";
import type { Suggestions } from "./suggestions";
import "./suggested.css";

export type BarProps = { suggestions: Suggestions; looks: SuggestedLooks };

/** What is suggested, over the board: how many, the one in hand, and what becomes of them. */
export function Bar({ suggestions, looks }: BarProps) {
  const { t } = useTranslation("suggested");
  const { editor } = suggestions;
  const { open, along, at, shown, said } = useStore(suggestions.state, (state) => state);
  const reading = useStore(editor, (state) => state.readOnly);
  const says = looks.useSays(editor);
  const root = useRef<HTMLDivElement>(null);
  const none = open.length === 0 || reading;
  const current = none ? null : (open[at] ?? null);
  const does: Record<What, () => boolean> = {
    accept: () => suggestions.accept(),
    drop: () => suggestions.drop(),
    next: () => suggestions.go(1),
    previous: () => suggestions.go(-1),
    accept_all: () => suggestions.acceptAll(),
    drop_all: () => suggestions.dropAll(),
  };
  const acts = (Object.keys(KEYS) as What[]).map(
    (what): Act => ({
      id: `suggested.${what}`,
      group: "suggested",
      keys: [KEYS[what]],
      word: t(what),
      repeat: what === "next" || what === "previous",
    }),
  );
  useKeys(
    none
      ? {}
      : Object.fromEntries(Object.entries(does).map(([what, act]) => [`suggested.${what}`, act])),
    acts,
  );
  useEffect(() => {
    editor.patch({
      suggested: none
        ? null
        : {
            marks: open,
            along,
            current: current?.id ?? null,
            press: suggestions.press,
            beside: (name, part) => (
              <Beside suggestions={suggestions} name={name} part={part} useSays={looks.useSays} />
            ),
          },
    });
  }, [editor, suggestions, looks, none, open, along, current]);
  useEffect(() => () => editor.patch({ suggested: null }), [editor]);
  // With the last one its buttons go: who had come to them by keys is not left without a place.
  const held = useRef(false);
  useEffect(() => {
    if (none && held.current)
      root.current?.parentElement
        ?.querySelector<HTMLElement>('[role="application"], [tabindex="0"]')
        ?.focus();
    held.current = false;
  }, [none]);

  const place = current === null ? "" : t("nth", { n: at + 1, of: open.length });
  return (
    <div ref={root} className="sg-over">
      <p className="sr-only" role="status" aria-live="polite">
        {said === null ? "" : t(`said.${said.key}`, { n: said.n, left: said.left })}{" "}
        {current === null ? "" : t("now", { place, what: says(current) })}
      </p>
      {none ? (
        <p className="sg-bar sg-seen">{t("seen")}</p>
      ) : (
        <div
          className="sg-bar pop"
          role="toolbar"
          aria-label={t("suggestions")}
          onFocus={() => {
            held.current = true;
          }}
          onBlur={(event) => {
            if (event.relatedTarget !== null) held.current = false;
          }}
        >
          <Icon of={Sparkles} size={18} className="sg-sign" />
          <span className="sg-what">
            <b className="sg-nth">{place}</b>
            <span className="clip">{current === null ? "" : says(current)}</span>
          </span>
          <Press what="previous" icon={ChevronLeft} act={does.previous} off={open.length < 2} />
          <Press what="next" icon={ChevronRight} act={does.next} off={open.length < 2} />
          <Press what="accept" icon={Check} act={does.accept} worded />
          <Press what="drop" icon={X} act={does.drop} />
          <i className="sg-rule" />
          <Press what="accept_all" icon={CheckCheck} act={does.accept_all} worded />
          <Press what="drop_all" icon={Trash2} act={does.drop_all} />
        </div>
      )}
      {!none && <looks.Marks editor={editor} current={current} shown={shown} />}
    </div>
  );
}

type PressProps = {
  what: What;
  icon: LucideIcon;
  act: () => unknown;
  off?: boolean;
  /** With its word, where there is room. */
  worded?: boolean;
};

function Press({ what, icon, act, off = false, worded = false }: PressProps) {
  const { t } = useTranslation("suggested");
  const id = `suggested.${what}`;
  const chord = useKeyOf(id);
  const word = t(what);
  return (
    <button
      type="button"
      className={worded ? "an-icon sg-worded" : "an-icon"}
      data-main={what === "accept"}
      title={chord === null ? word : `${word} (${capsOf(chord).join(" ")})`}
      aria-keyshortcuts={chord === null ? undefined : ariaOf(chord)}
      // It stays where the focus is: what it does may be possible again at once.
      aria-disabled={off}
      onClick={() => off || act()}
    >
      <Icon of={icon} size={18} />
      <span className="sr-only">{word}</span>
      {worded && (
        <span className="sg-word" aria-hidden="true">
          {t(`${what}_short` as "accept_short")}
          <ActKey act={id} />
        </span>
      )}
    </button>
  );
}
