import { Crosshair } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Editor, isMark, Spot, shapeOf, useKeys, useStore } from "~/annotate";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icons";
import type { Bench } from "./use-bench";
import { usePhone } from "./use-phone";

const STEP = 12; // pixels of the screen for one press of an arrow

/** A cross that arrows move and Enter turns into a pin, beside what the pointer can do. */
export function PinCursor({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const editor = bench.editor as unknown as Editor; // of the picture that it lies on
  const phone = usePhone();
  const [at, setAt] = useState<readonly [number, number]>(() => startOf(editor));
  const scale = useStore(editor.view, (view) => view.scale);
  const move = (dx: number, dy: number) => () => {
    const { width, height } = editor.picture;
    setAt(([x, y]) => [
      Math.min(width, Math.max(0, x + (dx * STEP) / scale)),
      Math.min(height, Math.max(0, y + (dy * STEP) / scale)),
    ]);
  };
  useKeys({
    "move.left": move(-1, 0),
    "move.right": move(1, 0),
    "move.up": move(0, -1),
    "move.down": move(0, 1),
    "move_far.left": move(-5, 0),
    "move_far.right": move(5, 0),
    "move_far.up": move(0, -5),
    "move_far.down": move(0, 5),
    "review.confirm": () => bench.addPin({ x: at[0], y: at[1] }),
  });
  return (
    <>
      <Spot editor={editor} at={at} className="rv-cross">
        <Icon of={Crosshair} size={28} />
      </Spot>
      <div className="rv-pinning pop" role="status">
        <span>{t(phone ? "pin_on_phone" : "pin_on")}</span>
        <Button look="line" onPress={() => bench.setPinning(false)}>
          {t("pin_done")}
        </Button>
      </div>
    </>
  );
}

/** On the shape that is selected, else in the middle of what is seen. */
function startOf(editor: Editor): readonly [number, number] {
  const chosen = editor.get().answer.annotations.find((one) => one.id === editor.get().selected[0]);
  if (chosen !== undefined && isMark(chosen)) {
    const around = shapeOf(chosen).bounds(chosen);
    return [around.x + around.width / 2, around.y + around.height / 2];
  }
  const { x, y, scale, width, height } = editor.view.get();
  return [(width / 2 - x) / scale, (height / 2 - y) / scale];
}
