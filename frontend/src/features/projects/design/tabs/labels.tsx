import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { readSchema } from "~/annotate";
import { PageTitle } from "~/ui/page";
import type { Stage } from "../../frame/queries";
import { useKept } from "../../kept";
import { ApplyBar } from "../apply-bar";
import { Changed } from "../labels/changed";
import { SchemaForm } from "../labels/form";
import { blank, draftOf, faultsOf, schemaOf } from "../labels/model";
import { Preview } from "../labels/preview";
import { useSaving } from "../saving";
import { schemaQuery, schemasQuery } from "../versions";
import { Versions } from "../versions-list";

/** The labels: edited beside the editor; another version holds from the next claim on. */
export function LabelsTab({ stage }: { stage: Stage }) {
  const { t } = useTranslation("projects");
  const stored = useSuspenseQuery(schemaQuery(stage)).data;
  const versions = useQuery(schemasQuery(stage)).data ?? [];
  const base = useMemo(() => (stored === null ? blank() : draftOf(stored)), [stored]);
  const kept = useKept(`schema.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const [seen, setSeen] = useState<number | null>(null);
  const schema = schemaOf(kept.value);
  const changed = JSON.stringify(schema) !== JSON.stringify(schemaOf(base));
  const faults = faultsOf(kept.value);
  const count = (stored?.labels ?? []).reduce((sum, label) => sum + label.classes.length, 0);
  const over = stage.state === "cancelled";
  const next = (stage.schema_version ?? 0) + 1;

  const at = versions.findIndex((one) => one.version === seen);
  const older = versions[at + 1];
  return (
    <>
      <PageTitle name={t("pages.design")}>
        {count === 0 ? t("design.title.no_labels") : t("design.title.labels", { n: count })}
      </PageTitle>
      <div className="schema-split">
        <div className="col g24">
          <SchemaForm draft={kept.value} faults={tried ? faults : NONE} onChange={kept.set} />
          {!over && (
            <ApplyBar
              changed={changed}
              word={t("design.apply", { n: next })}
              done={t("design.applied", { n: next })}
              save={async () => {
                setTried(true);
                if (faults.size > 0) return false;
                await saving.schema(schema);
                kept.clear();
                setTried(false);
                return true;
              }}
              reset={() => {
                kept.clear();
                setTried(false);
              }}
            >
              {t("design.labels_mean")}
            </ApplyBar>
          )}
        </div>
        <div className="col g24">
          <Preview stage={stage} schema={schema} />
          {changed && (
            <section className="col g8">
              <h2 className="title">{t("design.changed", { n: next })}</h2>
              <Changed before={stored} after={schema} />
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
        </div>
      </div>
    </>
  );
}

const NONE = new Map<string, never>();
