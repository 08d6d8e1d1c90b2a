import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { collapsed, rangeOf } from "~/annotate/text/cursor";
import type { TextEditor } from "~/annotate/text/editor";
import { cursorOf } from "~/annotate/text/handlers";
import { useKeys, useStore } from "~/annotate/use";
import { Button } from "~/ui/button";
import type { Bench } from "./use-bench";

/** In a text a pin points at what was marked or answered: a press on it, or Enter on what is
 * selected, sets one; or at a stretch where something is missing, marked by mouse, finger or keys. */
export function PinChoice({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const editor = bench.editor as unknown as TextEditor; // of the text that it lies on
  const stretch = useStore(editor, (state) => rangeOf(state.cursor) !== null);
  const selected = useStore(editor, (state) => state.selected.length > 0);
  const any = selected || stretch;
  const add = () => {
    const about = bench.kit.chosen(bench.editor);
    if (about === null) return false;
    bench.addPin(about);
  };
  const { pins } = bench.judgement;
  // What was marked shows as spoken of from now on; the cursor goes on from there.
  useEffect(() => {
    const { cursor, selected: held } = editor.get();
    if (held.length === 0 && pins.at(-1)?.part === cursor?.part)
      editor.setCursor(collapsed(cursor));
  }, [editor, pins]);
  useKeys({ ...cursorOf(editor), "review.confirm": add });
  return (
    <div className="rv-pinning pop" role="status">
      <span>{t(any ? "pin_here" : "pin_in_text")}</span>
      {any && (
        <Button look="line" onPress={add}>
          {t("put_pin")}
        </Button>
      )}
      <Button look="line" onPress={() => bench.setPinning(false)}>
        {t("pin_done")}
      </Button>
    </div>
  );
}
