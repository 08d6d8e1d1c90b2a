import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button";
import type { Bench as BenchState } from "./use-bench";

/** A guideline that is new, or new to this reader, where the guideline itself is out of sight. */
export function NewsLine({ bench }: { bench: BenchState }) {
  const { t } = useTranslation("work");
  const { news } = bench;
  return (
    <div className="note now wk-newsline">
      <p className="grow strong">
        {news?.from === null ? t("guide.first") : t("guide.new", { version: news?.to ?? 0 })}
      </p>
      <Button look="ghost" onPress={bench.look}>
        {t("guide.look")}
      </Button>
    </div>
  );
}
