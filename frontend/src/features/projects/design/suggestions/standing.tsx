import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "~/i18n/format";
import { Note } from "~/ui/fault";
import type { Model } from "./model";
import { useFailure } from "./words";
import "../../data/data.css";

/** How the model does: what it was asked and what came of it, and why it failed last. */
export function ModelStanding({ model }: { model: Model }) {
  const { t } = useTranslation("suggestions");
  const { number, full, time } = useFormat();
  const failure = useFailure();
  return (
    <section className="col g12" aria-label={t("standing.name")}>
      <dl className="figures">
        {(["asked", "given", "left_out"] as const).map((what) => (
          <div key={what}>
            <dt>{t(`standing.${what}`)}</dt>
            <dd>{number(model[what])}</dd>
          </div>
        ))}
      </dl>
      {model.active && model.fault !== null && model.failed_at !== null && (
        <Note icon={CircleAlert} tone="warn">
          <p>{failure(model.fault)}</p>
          <p className="label t2">
            {t("standing.failed", { n: model.failures, at: full(model.failed_at) })}{" "}
            {model.again_at !== null && t("standing.again", { at: time(model.again_at) })}
          </p>
        </Note>
      )}
    </section>
  );
}
