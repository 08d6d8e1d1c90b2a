import type { ReactNode } from "react";
import type { Stage } from "../../frame/queries";
import { SchemaForm } from "./form";
import { JsonEditor } from "./json/editor";
import "./labels.css";
import { Preview } from "./preview/preview";
import { Toolbar } from "./toolbar";
import type { Labels } from "./use-labels";

/** The labels by form or as JSON, tried in the editor beside it. */
export function Builder({
  stage,
  labels,
  foot,
  aside,
}: {
  stage: Stage;
  labels: Labels;
  /** Under what is written, and under the preview. */
  foot?: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <div className="schema-split">
      <div className="col g16">
        <Toolbar stage={stage} labels={labels} />
        {labels.view === "json" ? (
          <JsonEditor
            draft={labels.draft}
            errors={labels.trial.errors}
            busy={labels.trial.busy}
            onChange={labels.write}
          />
        ) : (
          <SchemaForm
            draft={labels.draft}
            faults={labels.faults}
            said={labels.said}
            onChange={labels.change}
          />
        )}
        {foot}
      </div>
      <div className="col g24">
        <Preview stage={stage} schema={labels.schema} />
        {aside}
      </div>
    </div>
  );
}
