import { useTranslation } from "react-i18next";
import { useKeys, useStore } from "~/annotate/use";
import { Button } from "~/ui/button";
import type { Bench } from "./use-bench";

/** A pin goes where a press sets it, and by Enter on what is selected, else on the moment or the place
 * where one is. */
export function PinHere({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const { editor, kit } = bench;
  useStore(editor, (state) => state); // what is chosen is told anew with every step
  const about = kit.chosen(editor);
  const add = () => {
    // The moment is where one is now: no step is told of on the way there.
    const now = kit.chosen(editor);
    return now === null ? false : bench.addPin(now);
  };
  useKeys({ "review.confirm": add });
  return (
    <div className="rv-pinning pop" role="status">
      <span>{t(about === null ? "pin_anywhere" : "pin_here")}</span>
      {about !== null && (
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
