import { Crosshair } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Editor,
  type Id,
  isMark,
  type Point,
  Spot,
  shapeOf,
  useKeys,
  useStore,
} from "~/annotate";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Bench } from "./use-bench";
import { usePhone } from "./use-phone";

const STEP = 12; // pixels of the screen for one press of an arrow

/** A cross that arrows move and Enter turns into a pin, beside what the pointer can do. Over an object
 * that is selected it waits to be pinned to that, until an arrow moves it away. */
export function PinCursor({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const editor = bench.editor as unknown as Editor; // of the picture that it lies on
  const phone = usePhone();
  const view = useStore(editor.view, (one) => one);
  const selected = useStore(editor, (state) => state.selected[0]);
  const [moved, setMoved] = useState<{ from: Id | undefined; at: Point } | null>(null);
  const free = moved !== null && moved.from === selected ? moved.at : null;
  const at = free ?? startOf(editor);
  const move = (dx: number, dy: number) => () => {
    const { width, height } = editor.picture;
    const x = Math.min(width, Math.max(0, at[0] + (dx * STEP) / view.scale));
    const y = Math.min(height, Math.max(0, at[1] + (dy * STEP) / view.scale));
    setMoved({ from: selected, at: [x, y] });
  };
  const whole = free === null && selected !== undefined;
  useKeys({
    "move.left": move(-1, 0),
    "move.right": move(1, 0),
    "move.up": move(0, -1),
    "move.down": move(0, 1),
    "move_far.left": move(-5, 0),
    "move_far.right": move(5, 0),
    "move_far.up": move(0, -5),
    "move_far.down": move(0, 5),
    "review.confirm": () => bench.addPin(whole ? { annotation: selected } : { x: at[0], y: at[1] }),
  });
  return (
    <>
      <Spot editor={editor} at={at} className="rv-cross">
        <Icon of={Crosshair} size={28} />
      </Spot>
      <div className="rv-pinning pop" role="status">
        <span>{t(phone ? "pin_on_phone" : whole ? "pin_here" : "pin_on")}</span>
        <Button look="line" onPress={() => bench.setPinning(false)}>
          {t("pin_done")}
        </Button>
      </div>
    </>
  );
}

/** On the object that is selected, else in the middle of what is seen. */
function startOf(editor: Editor): Point {
  const chosen = editor.get().answer.annotations.find((one) => one.id === editor.get().selected[0]);
  if (chosen !== undefined && isMark(chosen)) {
    const around = shapeOf(chosen).bounds(chosen);
    return [around.x + around.width / 2, around.y + around.height / 2];
  }
  const { x, y, scale, width, height } = editor.view.get();
  return [(width / 2 - x) / scale, (height / 2 - y) / scale];
}
