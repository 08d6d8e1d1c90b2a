import { useTranslation } from "react-i18next";
import type { Schema } from "~/api/client";
import { useFormat } from "~/i18n/format";

type Batch = Schema<"BatchOut">;

/** What came of an import, in numbers. */
export function Counts({ batch }: { batch: Batch }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const rows = [
    { id: "taken", n: batch.taken },
    { id: "refused", n: batch.refused },
    { id: "skipped", n: batch.skipped },
    { id: "noted", n: batch.noted },
  ] as const;
  return (
    <dl className="figures">
      {rows
        .filter((row) => row.id === "taken" || row.n > 0)
        .map((row) => (
          <div key={row.id}>
            <dt>
              {row.id === "taken" && batch.dry_run
                ? t("batches.would_take")
                : t(`batches.${row.id}`)}
            </dt>
            <dd>{number(row.n)}</dd>
          </div>
        ))}
    </dl>
  );
}
