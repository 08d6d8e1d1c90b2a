import { useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Pin } from "../../parts/pins";
import { Saying, signed } from "../../parts/saying";
import { toPixel } from "../axis";
import { markOf, startOf } from "../doc";
import type { ClockEditor } from "../editor";
import { useClock } from "../use";

type Props = {
  editor: ClockEditor;
  pins: readonly Pin[];
  onPin?: ((index: number) => void) | undefined;
};

/** How wide a pin is, and what is left free at the window's edges; in CSS pixels. */
const WIDE = 28;
const EDGE = 3;

/** An inspector's pins, each where what it is about begins; numbered as in the list beside. */
export function ClockPins({ editor, pins, onPin }: Props) {
  const { t } = useTranslation("annotate-clock");
  const answer = useClock(editor, (state) => state.answer);
  const taken = new Map<number, number>();
  return (
    <>
      <Saying editor={editor} pins={pins} />
      {signed(pins).map((pin, index) => {
        const mark = markOf(answer, pin.annotation ?? undefined);
        const at = typeof pin.at === "number" ? pin.at : mark === undefined ? null : startOf(mark);
        if (at === null) return null;
        const nth = taken.get(at) ?? 0;
        taken.set(at, nth + 1);
        const n = pin.sign;
        return (
          <Spot
            // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
            key={index}
            editor={editor}
            at={at}
            beside={nth * 32}
            earlier={pin.earlier === true}
            name={pin.note ? t("pin_note", { n, note: pin.note }) : t("pin", { n })}
            sign={n}
            onPress={() => onPin?.(index)}
          />
        );
      })}
    </>
  );
}

type SpotProps = {
  editor: ClockEditor;
  at: number;
  /** Pixels beside the others of the place. */
  beside: number;
  earlier: boolean;
  name: string;
  sign: string;
  onPress: () => void;
};

function Spot({ editor, at, beside, earlier, name, sign, onPress }: SpotProps) {
  const element = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      const axis = editor.axis.get();
      const x = Math.round(toPixel(axis, at)) + beside;
      // Whole also at the window's edges.
      const left = Math.min(Math.max(x, EDGE), axis.width - WIDE - EDGE);
      element.current!.style.transform = `translateX(${left}px)`;
      element.current!.hidden = x < 0 || x > axis.width;
    };
    place();
    return editor.axis.subscribe(place);
  }, [editor, at, beside]);
  return (
    <button
      ref={element}
      type="button"
      className="pin ck-pin"
      data-earlier={earlier || undefined}
      aria-label={name}
      onClick={onPress}
    >
      {sign}
    </button>
  );
}
