import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useOutbox } from "~/api/outbox";
import { Button } from "~/ui/button";
import type { Desk } from "../model/desk";
import type { Bench as BenchState } from "./use-bench";

const Refused = lazy(() =>
  import("~/shell/outbox-line").then((part) => ({ default: part.Refused })),
);

/** Other pieces that the server did not take. */
export function Others({ desk }: { desk: Desk }) {
  const { refused } = useOutbox();
  const { id } = desk.piece.lease;
  if (refused.every((letter) => letter.assignment_id === id)) return null;
  return (
    <Suspense>
      <Refused but={id} />
    </Suspense>
  );
}

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
