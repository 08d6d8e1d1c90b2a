import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { SchemaForm } from "../../design/labels/form";
import { blank, draftOf, faultsOf, schemaOf } from "../../design/labels/model";
import { Preview } from "../../design/labels/preview";
import { useSaving } from "../../design/saving";
import { schemaQuery } from "../../design/versions";
import { useKept } from "../../kept";
import { useWizard } from "../state";
import { StepFrame } from "../step-frame";

const NONE = new Map<string, never>();

/** The labels, by a form, tried in the editor beside it. */
export function Classes() {
  const { t } = useTranslation("projects");
  const { stage } = useWizard();
  const stored = useSuspenseQuery(schemaQuery(stage)).data;
  const base = useMemo(() => (stored === null ? blank() : draftOf(stored)), [stored]);
  const kept = useKept(`schema.${stage.project_id}.${stage.id}`, base);
  const saving = useSaving(stage);
  const [tried, setTried] = useState(false);
  const schema = schemaOf(kept.value);
  const save = async (): Promise<boolean> => {
    setTried(true);
    if (faultsOf(kept.value).size > 0) return false;
    if (stored === null || JSON.stringify(schema) !== JSON.stringify(schemaOf(base)))
      await saving.schema(schema);
    kept.clear();
    return true;
  };
  return (
    <StepFrame id="classes" save={save}>
      <div className="schema-split">
        <SchemaForm
          draft={kept.value}
          faults={tried ? faultsOf(kept.value) : NONE}
          onChange={kept.set}
        />
        <Preview stage={stage} schema={schema} />
      </div>
      <p className="hint">{t("wizard.classes_later")}</p>
    </StepFrame>
  );
}
