import { useTranslation } from "react-i18next";
import type { TextEditor } from "~/annotate/text/editor";
import { useKeys, useStore } from "~/annotate/use";
import { Button } from "~/ui/button";
import type { Bench } from "./use-bench";

/** In a text a pin points at what was marked or answered: a press on it, or Enter on what is
 * selected, sets one. */
export function PinChoice({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const editor = bench.editor as unknown as TextEditor; // of the text that it lies on
  const selected = useStore(editor, (state) => state.selected[0]);
  const add = () => {
    if (selected === undefined) return false;
    bench.addPin({ annotation: selected });
  };
  useKeys({ "review.confirm": add });
  return (
    <div className="rv-pinning pop" role="status">
      <span>{t(selected === undefined ? "pin_in_text" : "pin_here")}</span>
      {selected !== undefined && (
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
