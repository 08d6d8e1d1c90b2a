import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, isMark, type Point } from "../core/doc";
import { shapeOf } from "../core/shapes";
import { toScreen } from "../core/view";
import type { Editor } from "../image/acts";
import { useEditor } from "../use";
import { Saying, signed } from "./saying";

/** What a word of an inspector is about, as the API has it: a spot on the picture, an annotation, a
 * stretch of a text in code points, a moment of what has a clock. */
export type Pin = {
  x?: number | null;
  y?: number | null;
  annotation?: string | null;
  part?: string | null;
  start?: number | null;
  end?: number | null;
  /** The moment that it is of, or the frame that its spot is on. */
  at?: number | null;
  note?: string | null;
  /** Was it set at an earlier inspection? It has a number of its own then. */
  earlier?: boolean;
};

/** Where a pin points to; null for one whose annotation is gone. */
export function pinAt(pin: Pin, answer: Answer): Point | null {
  if (typeof pin.x === "number" && typeof pin.y === "number") return [pin.x, pin.y];
  const mark = answer.annotations.find((one) => one.id === pin.annotation);
  if (mark === undefined || !isMark(mark)) return null;
  const { x, y } = shapeOf(mark).bounds(mark);
  return [x, y];
}

/** Something that stays at a place of the picture, in its own size, however near that is. */
export function Spot({
  editor,
  at: [x, y],
  children,
  className = "",
}: {
  editor: Editor;
  at: Point;
  children: ReactNode;
  className?: string;
}) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      const [left, top] = toScreen(editor.view.get(), [x, y]);
      // Whole pixels: words on half ones are blurred.
      element.current!.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    };
    place();
    return editor.view.subscribe(place);
  }, [editor, x, y]);
  return (
    <div ref={element} className={`an-spot ${className}`}>
      {children}
    </div>
  );
}

/** An inspector's pins, numbered as in the list beside. */
export function Pins({
  editor,
  pins,
  onPin,
}: {
  editor: Editor;
  pins: readonly Pin[];
  onPin?: ((index: number) => void) | undefined;
}) {
  const { t } = useTranslation("annotate");
  const answer = useEditor(editor, (state) => state.answer);
  const taken = new Map<string, number>();
  const spots = signed(pins).map((pin, index) => {
    const at = pinAt(pin, answer);
    if (at === null) return null;
    // Several at one place stand beside each other.
    const nth = taken.get(`${at}`) ?? 0;
    taken.set(`${at}`, nth + 1);
    const n = pin.sign;
    const name = pin.note ? t("pin_note", { n, note: pin.note }) : t("pin", { n });
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a pin is its number
      <Spot key={index} editor={editor} at={at}>
        <button
          type="button"
          className="pin"
          data-earlier={pin.earlier}
          style={{ marginLeft: nth * 32 }}
          aria-label={name}
          onClick={() => onPin?.(index)}
        >
          {n}
        </button>
      </Spot>
    );
  });
  return (
    <>
      <Saying editor={editor} pins={pins} />
      {spots}
    </>
  );
}
