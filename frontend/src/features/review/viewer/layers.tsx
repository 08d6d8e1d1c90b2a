import { useTranslation } from "react-i18next";
import { ActKey } from "~/annotate";
import type { Bench, Layer } from "./use-bench";

const LAYERS: readonly Layer[] = ["before", "after", "difference"];

/** Which of the two answers lies on the picture, or what differs. */
export function Layers({ bench }: { bench: Bench }) {
  const { t } = useTranslation("review");
  const words = bench.comparison?.why === "fixed_by_me" ? "layer_fix" : "layer";
  return (
    <fieldset className="seg layers" aria-label={t("layers")}>
      {LAYERS.map((layer) => (
        <button
          key={layer}
          type="button"
          aria-pressed={bench.layer === layer}
          onClick={() => bench.setLayer(layer)}
        >
          {t(`${words}.${layer}`)}
          {layer === "difference" && <ActKey act="review.difference" className="on-fill" />}
        </button>
      ))}
    </fieldset>
  );
}
