import { MapPin, MessageSquarePlus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate/parts/act-key";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Pin } from "../model/judgement";
import type { Bench } from "./use-bench";

/** Whether something is selected or marked that a word could be about. */
export function useChosen({ kit, editor, mending }: Bench): boolean {
  const chosen = useSyncExternalStore(editor.subscribe, () => kit.chosen(editor) !== null);
  return chosen && !mending;
}

/** What is said of single objects, answers and places, and how to begin another word. */
export function Words({ bench, onSay }: { bench: Bench; onSay: () => void }) {
  const { t } = useTranslation("review");
  const chosen = useChosen(bench);
  const { pinning } = bench;
  return (
    <>
      <div className="row rv-say">
        <Button look="ghost" isDisabled={!chosen} onPress={onSay}>
          <Icon of={MessageSquarePlus} size={14} />
          {t("say_here")}
          <ActKey act="review.say" />
        </Button>
        <Button look="ghost" aria-pressed={pinning} onPress={() => bench.setPinning(!pinning)}>
          <Icon of={MapPin} size={14} />
          {t(pinning ? "pin_done" : "put_pin")}
          <ActKey act="review.pin" />
        </Button>
      </div>
      {bench.judgement.pins.length > 0 && (
        <ol className="rv-pins" aria-label={t("pins")}>
          {bench.judgement.pins.map((pin, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
            <Word key={index} bench={bench} pin={pin} index={index} />
          ))}
        </ol>
      )}
    </>
  );
}

/** One word: what it is about, which a press shows, and the field to write it in. */
function Word({ bench, pin, index }: { bench: Bench; pin: Pin; index: number }) {
  const { t } = useTranslation("review");
  const { kit, editor, judgement, change, writing, setWriting } = bench;
  const { pins } = judgement;
  const field = useRef<HTMLInputElement>(null);
  const from = useRef<Element | null>(null);
  const asked = writing === index;
  const n = index + 1;
  useLayoutEffect(() => {
    if (!asked) return;
    // Back to where one was when it is written: in the list, on the board.
    from.current = document.activeElement;
    field.current?.focus();
    field.current?.scrollIntoView({ block: "nearest" });
    setWriting(null);
  }, [asked, setWriting]);
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.blur();
    if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus();
  };
  return (
    <li className="rv-word">
      <div className="row">
        <button type="button" className="lrow grow" onClick={() => kit.showPin(editor, pin)}>
          <b className="pin-n">{n}</b>
          <span className="clip">
            <kit.Pointed editor={editor} pin={pin} />
          </span>
        </button>
        <Button
          look="ghost"
          square
          aria-label={t("remove_pin", { n })}
          onPress={() => change({ pins: pins.filter((_, at) => at !== index) })}
        >
          <Icon of={Trash2} size={14} />
        </Button>
      </div>
      <input
        ref={field}
        className="in"
        value={pin.note ?? ""}
        maxLength={500}
        aria-label={t("pin_note", { n })}
        placeholder={t("pin_note_hint")}
        onChange={(event) => {
          const note = event.target.value;
          change({ pins: pins.map((one, at): Pin => (at === index ? { ...one, note } : one)) });
        }}
        onKeyDown={keys}
      />
    </li>
  );
}
