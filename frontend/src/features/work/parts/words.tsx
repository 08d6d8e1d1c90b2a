import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Act } from "~/annotate/core/keymap";
import type { Inspecting, Kit } from "~/annotate/kit";
import { ActKey } from "~/annotate/parts/act-key";
import type { Pin } from "~/annotate/parts/pins";
import { useKeys } from "~/annotate/use";
import { Icon } from "~/ui/icons";
import type { Desk } from "../model/desk";
import { useWords } from "./dealt";
import { pinsOf, returnOf } from "./pins";

type Props = {
  desk: Desk;
  /** A place was asked for: what lies over it makes way. */
  onShow?: (() => void) | undefined;
};

/** From one word of the inspector to the next, by button and by key; on a phone also to all of them. */
export function WordSteps({ desk, onShow, onWhy }: Props & { onWhy?: () => void }) {
  const { t } = useTranslation("work");
  const { editor, piece } = desk;
  const { showPin } = useReading(desk);
  const turn = returnOf(piece);
  const pins = pinsOf(turn);
  const { done, at, look, tick } = useWords(turn);
  const go = (by: 1 | -1) => {
    const to = at === null ? (by > 0 ? 0 : pins.length - 1) : at + by;
    const pin = pins[(to + pins.length) % pins.length];
    if (pin === undefined) return false;
    look(pins.indexOf(pin));
    onShow?.();
    showPin(editor, pin);
  };
  const act = (name: string, key: string): Act => ({
    id: `work.word.${name}`,
    group: "page",
    keys: [key],
    word: t(`words.${name}` as "words.next"),
  });
  useKeys(
    {
      "work.word.next": () => go(1),
      "work.word.previous": () => go(-1),
      "work.word.dealt": () => (at === null ? false : tick(at)),
    },
    [act("next", "KeyJ"), act("previous", "KeyK"), act("dealt", "KeyM")],
  );
  const now = at === null ? undefined : pins[at];
  const says =
    at === null || now === undefined
      ? t("words.n", { n: pins.length, done: done.length })
      : t("words.at", { n: at + 1, of: pins.length, note: now.note ?? "" });
  return (
    <div className="row g4 wk-steps">
      <span className={onWhy === undefined ? "label t2 grow clip" : "sr-only"} role="status">
        {says}
      </span>
      {onWhy !== undefined && (
        <button type="button" className="btn soft grow wk-why" onClick={onWhy}>
          {at === null && <span>{t("redo.why")}</span>}
          <span className="clip">{says}</span>
        </button>
      )}
      {([-1, 1] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="btn ghost wk-step"
          aria-label={t(by > 0 ? "words.next" : "words.previous")}
          onClick={() => go(by)}
        >
          <Icon of={by > 0 ? ChevronDown : ChevronUp} size={16} />
          <ActKey act={`work.word.${by > 0 ? "next" : "previous"}`} className="desk-only" />
        </button>
      ))}
    </div>
  );
}

/** What an inspector said of single objects: each can be shown, and ticked when it is dealt with. */
export function WordList({ desk, onShow }: Props) {
  const turn = returnOf(desk.piece);
  const words = useWords(turn);
  return (
    <ol className="wk-pins">
      {pinsOf(turn).map((pin, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
        <Word key={index} {...{ desk, pin, index, words, onShow }} />
      ))}
    </ol>
  );
}

/** What inspectors have, for who reads them; the kit itself until it is there. */
function useReading({ kit }: Desk): Partial<Inspecting> & Pick<Kit, "showPin"> {
  const [its, setIts] = useState<Inspecting>();
  useEffect(() => {
    void kit.inspecting().then(setIts);
  }, [kit]);
  return its ?? kit;
}

function Word({
  desk,
  pin,
  index,
  words,
  onShow,
}: Props & { pin: Pin; index: number; words: ReturnType<typeof useWords> }) {
  const { t } = useTranslation("work");
  const { editor } = desk;
  const { showPin, Pointed } = useReading(desk);
  const box = useRef<HTMLLIElement>(null);
  const here = words.at === index;
  const done = words.done.includes(index);
  const n = index + 1;
  useEffect(() => {
    if (here) box.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  return (
    <li ref={box} className="row g8 wk-say" data-here={here} data-done={done}>
      <button
        type="button"
        className="grow"
        aria-current={here}
        onClick={() => {
          words.look(index);
          onShow?.();
          showPin(editor, pin);
        }}
      >
        <b className="pin-n">{n}</b>
        <span className="grow">
          <span className="label t2 block">
            {/* Its line is there before it is known: a press must not lose what it is on. */}
            {Pointed === undefined ? "\u00a0" : <Pointed editor={editor} pin={pin} />}
          </span>
          {pin.note && <span className="block">{pin.note}</span>}
        </span>
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: as all boxes of the page are drawn */}
      <button
        type="button"
        role="checkbox"
        aria-checked={done}
        aria-label={t("words.dealt_n", { n })}
        title={t("words.dealt")}
        className="wk-tick"
        onClick={() => words.tick(index)}
      >
        <span className={done ? "check on" : "check"} aria-hidden="true" />
      </button>
    </li>
  );
}
