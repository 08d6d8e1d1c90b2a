import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { isClassed, readSchema } from "~/annotate/core/doc";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { ApplyBar } from "../apply-bar";
import { Builder } from "../labels/builder";
import { Changed } from "../labels/changed";
import { Fit } from "../labels/fit";
import { type Labels, useLabels } from "../labels/use-labels";
import { schemasQuery } from "../versions";
import { Versions } from "../versions-list";

/** The labels: edited beside the editor; another version holds from the next claim on. */
export function LabelsTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation("projects");
  const labels = useLabels(stage);
  const { stored } = labels;
  const count = (stored?.labels ?? []).reduce(
    (sum, label) => sum + (isClassed(label) ? label.classes.length : 0),
    0,
  );
  const asked = stored?.labels.length ?? 0;
  const over = stage.state === "cancelled";
  const next = (stage.schema_version ?? 0) + 1;
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {asked === 0
          ? t("design.title.no_labels")
          : count === 0
            ? t("design.title.questions", { n: asked })
            : t("design.title.labels", { n: count })}
      </PageTitle>
      <Builder
        stage={stage}
        labels={labels}
        foot={
          !over && (
            <ApplyBar
              changed={labels.changed}
              word={t("design.apply", { n: next })}
              done={t("design.applied", { n: next })}
              save={labels.save}
              reset={labels.reset}
            >
              {t("design.labels_mean")}
            </ApplyBar>
          )
        }
        aside={
          // Its words come with the first change: the form must not go from below who types.
          <Suspense>
            <Beside stage={stage} labels={labels} next={next} />
          </Suspense>
        }
      />
    </>
  );
}

/** What changes, how the answers that are there fit it, and the versions before. */
function Beside({ stage, labels, next }: { stage: Stage; labels: Labels; next: number }) {
  const { t } = useTranslation("projects");
  const versions = useQuery(schemasQuery(stage)).data ?? [];
  const [seen, setSeen] = useState<number | null>(null);
  const at = versions.findIndex((one) => one.version === seen);
  const older = versions[at + 1];
  return (
    <>
      {labels.changed && !labels.broken && (
        <section className="col g8">
          <h2 className="title">{t("design.changed", { n: next })}</h2>
          <Changed before={labels.stored} after={labels.schema} />
          <Fit trial={labels.trial} />
        </section>
      )}
      {versions.length > 0 && (
        <section className="col g8">
          <h2 className="title">{t("design.versions")}</h2>
          <Versions rows={versions} chosen={seen} onChoose={setSeen} />
          {at >= 0 && (
            <Changed
              before={older === undefined ? null : readSchema(older.definition)}
              after={readSchema(versions[at]!.definition)}
            />
          )}
        </section>
      )}
    </>
  );
}
